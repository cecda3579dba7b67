import { describe, expect, it } from 'vitest';

interface Report {
  testResults: { name: string; status: string; message?: string; assertionResults: { title: string; fullName?: string; status: string }[] }[];
}
interface Counted {
  passed: number;
  failed: number;
  skipped: number;
  notes: string[];
}
const module = (await import(new URL('../../.ci/test-report.mjs', import.meta.url).href)) as {
  countReport: (report: Report | null, ended: { ok: boolean; how: string }) => Counted;
  totalLine: (counts: Omit<Counted, 'notes'>) => string;
};
const { countReport, totalLine } = module;

const ok = { ok: true, how: 'status 0' };
const bad = { ok: false, how: 'status 1' };
const file = (status: string, ...statuses: string[]) => ({
  name: 'a.test.ts',
  status,
  assertionResults: statuses.map((each, index) => ({ title: `test ${index}`, fullName: `a test ${index}`, status: each })),
});

describe('the total of a test run', () => {
  it('counts every test once', () => {
    const counted = countReport({ testResults: [file('failed', 'passed', 'failed', 'skipped'), file('passed', 'passed', 'todo', 'pending')] }, bad);
    expect(counted).toMatchObject({ passed: 2, failed: 1, skipped: 3 });
    expect(counted.notes).toEqual(['Skipped: a test 2', 'Skipped: a test 1', 'Skipped: a test 2', 'Failed: a.test.ts: a test 1']);
  });

  it('takes a file that does not load, or whose set-up fails, for a failure', () => {
    const broken = { ...file('failed'), message: 'Cannot find module\n  at line 1' };
    expect(countReport({ testResults: [broken, file('failed', 'skipped', 'skipped'), file('passed', 'passed')] }, bad)).toMatchObject({
      passed: 1,
      failed: 2,
      skipped: 2,
      notes: expect.arrayContaining(['Failed as a whole: a.test.ts: Cannot find module', 'Failed as a whole: a.test.ts']) as string[],
    });
  });

  it('never takes nothing for a success', () => {
    expect(countReport(null, bad)).toMatchObject({ passed: 0, failed: 1 });
    expect(countReport({ testResults: [] }, ok)).toMatchObject({ passed: 0, failed: 1 });
    expect(countReport({ testResults: [file('passed', 'passed')] }, bad)).toMatchObject({
      passed: 1,
      failed: 1,
      notes: ['The test runner ended with status 1 although no test failed.'],
    });
  });

  it('names what the machine lacks, once each', () => {
    const needs = (title: string) => ({ name: 'b.test.ts', status: 'passed', assertionResults: [{ title, status: 'skipped' }] });
    const { notes, skipped } = countReport(
      {
        testResults: [
          needs('needs sshd (apt-get install openssh-server)'),
          needs('needs sshd (apt-get install openssh-server)'),
          needs('needs root (sudo npm test)'),
          file('passed', 'passed'),
        ],
      },
      ok,
    );
    expect(skipped).toBe(3);
    expect(notes).toEqual([
      'Not run here, 2 groups of tests: needs sshd (apt-get install openssh-server)',
      'Not run here, one group of tests: needs root (sudo npm test)',
    ]);
  });

  it('is one line', () => {
    expect(totalLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
    expect(totalLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
  });
});
