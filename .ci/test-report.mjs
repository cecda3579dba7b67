/** Counting what vitest's JSON report says, so that nothing that failed is lost in between, and naming it. Pure. */

/**
 * @typedef {{fullName?: string, title?: string, status: string}} Assertion
 * @typedef {{name: string, status: string, message?: string, assertionResults: Assertion[]}} TestFile
 * @typedef {{passed: number, failed: number, skipped: number}} Counts
 */

/** The title of a test that stands for something missing on this machine; see tests/requirements.ts. */
const NEEDS = /^needs (.+)$/;

/**
 * @param {TestFile[]} files
 * @returns {string[]} what the machine lacks, and what else was skipped, as sentences
 */
function skippedNotes(files) {
  /** @type {Map<string, number>} */
  const needs = new Map();
  /** @type {string[]} */
  const others = [];
  for (const test of files.flatMap((file) => file.assertionResults).filter(({ status }) => isSkipped(status))) {
    const need = NEEDS.exec(test.title ?? '')?.[1];
    if (need) needs.set(need, (needs.get(need) ?? 0) + 1);
    else others.push(`Skipped: ${test.fullName ?? test.title}`);
  }
  const lacking = [...needs].map(
    ([need, times]) => `Not run here, ${times === 1 ? 'one group of tests' : `${times} groups of tests`}: needs ${need}`,
  );
  return [...lacking, ...others];
}

const isSkipped = (/** @type {string} */ status) => status === 'skipped' || status === 'pending' || status === 'todo' || status === 'disabled';

/**
 * A file that failed without a failed test (it did not load, or its set-up failed) is one failure; so is a run without any test,
 * and one that ended badly with no failure to show for it.
 * @param {{testResults?: TestFile[]} | null} report
 * @param {{ok: boolean, how: string}} ended
 * @returns {Counts & {notes: string[]}}
 */
export function countReport(report, ended) {
  const files = report?.testResults ?? [];
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const notes = skippedNotes(files);
  for (const file of files) {
    const failedBefore = counts.failed;
    for (const { status, fullName, title } of file.assertionResults) {
      if (status === 'passed') counts.passed += 1;
      else if (isSkipped(status)) counts.skipped += 1;
      else {
        counts.failed += 1;
        notes.push(`Failed: ${file.name}: ${fullName ?? title}`);
      }
    }
    if (file.status === 'failed' && counts.failed === failedBefore) {
      counts.failed += 1;
      notes.push(`Failed as a whole: ${file.name}${file.message ? `: ${file.message.split('\n')[0]}` : ''}`);
    }
  }
  if (counts.passed + counts.failed + counts.skipped === 0) {
    counts.failed += 1;
    notes.push('No test ran.');
  }
  if (!ended.ok && counts.failed === 0) {
    counts.failed += 1;
    notes.push(`The test runner ended with ${ended.how} although no test failed.`);
  }
  return { ...counts, notes };
}

/** @param {Counts} counts */
export function totalLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
