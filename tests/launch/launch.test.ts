import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const project = fileURLToPath(new URL('../../', import.meta.url));
const roots: string[] = [];
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

/** Stands for npm: notes its call and makes the node_modules that the lock file asks for, or fails. */
const FAKE_NPM = `
const fs = require('fs'), path = require('path');
fs.appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n');
if (process.env.FAKE_NPM === 'fail') { console.error('npm error network: nobody answers'); process.exit(1); }
fs.rmSync('node_modules', { recursive: true, force: true });
setTimeout(() => {
  fs.mkdirSync('node_modules');
  fs.copyFileSync('package-lock.json', path.join('node_modules', '.package-lock.json'));
  if (process.env.FAKE_NPM === 'hang') setInterval(() => {}, 1000);
}, 300);
`;
const LOCK = {
  packages: {
    '': {},
    'node_modules/zod': { version: '4.0.0', integrity: 'sha512-zod' },
    'node_modules/other-os': { version: '1.0.0', optional: true },
  },
};

/** A clone with the real launcher, a program that says what reached it, and a stand-in for npm. */
function clone(main = 'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 3;'): string {
  const root = mkdtempSync(path.join(os.tmpdir(), 'rounds launch '));
  roots.push(root);
  mkdirSync(path.join(root, 'cli'));
  cpSync(path.join(project, 'cli', 'launch.mjs'), path.join(root, 'cli', 'launch.mjs'));
  cpSync(path.join(project, 'cli', 'launch'), path.join(root, 'cli', 'launch'), { recursive: true });
  writeFileSync(path.join(root, 'package.json'), '{"type":"module"}');
  writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify(LOCK));
  writeFileSync(path.join(root, 'cli', 'main.ts'), `const typed: number = 1; void typed; ${main}\n`);
  mkdirSync(path.join(root, 'npm'));
  writeFileSync(path.join(root, 'npm', 'npm-cli.cjs'), FAKE_NPM);
  return root;
}

interface Started {
  child: ChildProcessWithoutNullStreams;
  ended: Promise<{ stdout: string; stderr: string; status: number | null; signal: string | null }>;
}

function start(root: string, args: string[], env: Record<string, string> = {}): Started {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|DISPLAY$|WAYLAND_DISPLAY$|NODE_|VITEST)/i.test(name)));
  const child = spawn(process.execPath, [path.join(root, 'cli', 'launch.mjs'), ...args], {
    cwd: os.tmpdir(),
    env: { ...inherited, npm_execpath: path.join(root, 'npm', 'npm-cli.cjs'), ...env },
  });
  const ended = new Promise<Awaited<Started['ended']>>((resolve) => {
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    child.once('close', (status, signal) => resolve({ stdout, stderr, status, signal }));
  });
  return { child, ended };
}

const launch = (root: string, args: string[], env?: Record<string, string>) => start(root, args, env).ended;
const calls = (root: string) => (existsSync(path.join(root, 'calls')) ? readFileSync(path.join(root, 'calls'), 'utf8').trim().split('\n').length : 0);

describe('a start in a fresh clone', () => {
  it('installs once, says so on stderr only, and passes arguments and exit status', async () => {
    const root = clone();
    const first = await launch(root, ['rounds', 'run', 'all', '--json', 'ä b']);
    expect(first).toMatchObject({ stdout: '["run","all","--json","ä b"]\n', status: 3, signal: null });
    expect(first.stderr).toMatch(/^Installing what is missing \(about 30 s\) \.\.\.\nInstalled in \d+ s\.\n$/);
    expect(readFileSync(path.join(root, 'calls'), 'utf8')).toContain('ci --ignore-scripts');
    expect(await launch(root, ['rounds'])).toMatchObject({ stdout: '[]\n', stderr: '', status: 3 });
    expect(calls(root)).toBe(1);
  });

  it('installs again when the lock file changed, but not when somebody already did', async () => {
    const root = clone();
    await launch(root, ['rounds']);
    const changed = JSON.stringify({ packages: { ...LOCK.packages, 'node_modules/yaml': { version: '2.0.0' } } });
    writeFileSync(path.join(root, 'package-lock.json'), changed);
    await launch(root, ['rounds']);
    expect(calls(root)).toBe(2);
    rmSync(path.join(root, 'node_modules', '.cache'), { recursive: true });
    expect((await launch(root, ['rounds'])).stderr).toBe('');
    expect(calls(root)).toBe(2);
  });

  it('lets one of several starts install, and the others wait', async () => {
    const root = clone();
    const all = await Promise.all(Array.from({ length: 4 }, () => launch(root, ['rounds'])));
    expect(all.map(({ status, stdout }) => [status, stdout])).toEqual(Array.from({ length: 4 }, () => [3, '[]\n']));
    expect(calls(root)).toBe(1);
  });

  it('takes no notice of the lock of a start that was killed', async () => {
    const root = clone();
    const { child, ended } = start(root, ['rounds'], { FAKE_NPM: 'hang' });
    while (!existsSync(path.join(root, '.cache', 'installing', 'pid')) || calls(root) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ status: 69 });
    mkdirSync(path.join(root, '.cache', 'installing'), { recursive: true });
    writeFileSync(path.join(root, '.cache', 'installing', 'pid'), String(child.pid));
    expect(await launch(root, ['rounds'])).toMatchObject({ status: 3 });
  });

  it('says what npm said when npm fails, and starts nothing', async () => {
    const root = clone();
    const { stdout, stderr, status } = await launch(root, ['rounds'], { FAKE_NPM: 'fail' });
    expect(stdout).toBe('');
    expect(status).toBe(69);
    expect(stderr).toContain('npm error network: nobody answers\n\nnpm could not install the dependencies (status 1)');
    expect(stderr).not.toContain('    at ');
    expect(await launch(root, ['rounds'])).toMatchObject({ status: 3 });
  });

  it('says so when there is no npm', async () => {
    const root = clone();
    const { stderr, status } = await launch(root, ['rounds'], { npm_execpath: '', PATH: path.join(root, 'npm') });
    expect(status).toBe(69);
    expect(stderr).toContain('npm cannot be run');
  });
});

describe('npm start', () => {
  it('runs the lab in the terminal and says why', async () => {
    const root = clone();
    const none = await launch(root, ['start', 'DIR']);
    expect(none.stdout).toBe('["lab","DIR"]\n');
    expect(none.stderr).toContain('There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set): running the lab in this terminal.');
  });

  it('is one of the scripts that there are', async () => {
    expect(await launch(clone(), ['serve'])).toMatchObject({
      status: 64,
      stdout: '',
      stderr: "launch: 'serve' is no script; allowed: rounds, start, test, bench, torture, screenshots, package\n",
    });
  });
});

describe('another Node than the right one', () => {
  const runtime = path.join(project, 'cli', 'launch', 'runtime.mjs');
  const under = (root: string, node: string, args: string[], env: Record<string, string> = {}) => {
    const code = `import { runUnder } from ${JSON.stringify(runtime)}; process.exitCode = await runUnder(${JSON.stringify(node)}, ${JSON.stringify(args)});`;
    writeFileSync(path.join(root, 'under.mjs'), code);
    const child = spawn(process.execPath, [path.join(root, 'under.mjs')], { env: { ...process.env, ...env } });
    return { child, ended: new Promise<[number | null, string | null]>((resolve) => child.once('close', (...end) => resolve(end))) };
  };

  it('passes the exit status and the death by a signal of what it runs', async () => {
    const root = clone();
    for (const status of [0, 2, 3, 4, 64])
      expect(await under(root, process.execPath, ['-e', `process.exit(${status})`]).ended).toEqual([status, null]);
    expect(await under(root, process.execPath, ['-e', "process.kill(process.pid, 'SIGKILL')"]).ended).toEqual([null, 'SIGKILL']);
  });

  it('passes signals on, and waits for what it runs', async () => {
    const root = clone();
    const program = "process.on('SIGINT', () => setTimeout(() => process.exit(4), 100)); setInterval(() => {}, 1000); console.log('ready')";
    const { child, ended } = under(root, process.execPath, ['-e', program]);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGINT');
    expect(await ended).toEqual([4, null]);
  });

  it('says what to do where no Node starts, and never goes round in circles', async () => {
    const root = clone();
    const broken = path.join(root, 'node');
    symlinkSync(path.join(root, 'nowhere'), broken);
    const { child, ended } = under(root, broken, []);
    let stderr = '';
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    expect((await ended)[0]).toBe(1);
    expect(stderr).toContain('Rounds needs Node 24 or newer');
    expect((await under(root, process.execPath, ['-e', ''], { ROUNDS_LAUNCHED: '1' }).ended)[0]).toBe(1);
  });
});

describe('a clone that cannot be written to', () => {
  it('says what cannot be made', async () => {
    const root = clone();
    writeFileSync(path.join(root, '.cache'), '');
    const { stderr, status } = await launch(root, ['rounds']);
    expect(status).toBe(69);
    expect(stderr).toMatch(/^Nothing can be installed here: .*\n$/);
  });
});
