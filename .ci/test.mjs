/**
 * `npm test`: types, lint, format, then unit and integration tests, then those of the window. Runs all of them whatever fails, and ends with one line
 * that counts truly over all: each of the first three is one check, every test is one.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareWindow } from '../cli/launch/open-window.mjs';
import { countReport, totalLine } from './test-report.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const tool = (/** @type {string[]} */ ...parts) => path.join(root, 'node_modules', ...parts);
const CHECKS = [
  { name: 'Types', script: tool('typescript', 'bin', 'tsc'), args: ['-p', '.'] },
  { name: 'Types of the window', script: tool('typescript', 'bin', 'tsc'), args: ['-p', 'renderer'] },
  { name: 'Lint', script: tool('eslint', 'bin', 'eslint.js'), args: ['.', '--max-warnings=0'] },
  { name: 'Format', script: tool('prettier', 'bin', 'prettier.cjs'), args: ['--check', '--log-level=warn', '.'] },
];
const say = (/** @type {string} */ text) => process.stdout.write(`${text}\n`);

/**
 * @param {string} script
 * @param {string[]} args
 * @param {boolean} live whether its output is shown as it comes
 * @returns {Promise<{ok: boolean, how: string, output: string}>}
 */
function run(script, args, live) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'] });
    child.stdout?.on('data', (data) => (output += data));
    child.stderr?.on('data', (data) => (output += data));
    child.once('error', (error) => resolve({ ok: false, how: error.message, output }));
    child.once('close', (status, signal) => resolve({ ok: status === 0, how: signal === null ? `status ${status}` : `signal ${signal}`, output }));
  });
}

async function runTests() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rounds-test-'));
  const file = path.join(folder, 'report.json');
  try {
    const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...process.argv.slice(2)];
    const { ok, how } = await run(tool('vitest', 'vitest.mjs'), args, true);
    let report = null;
    try {
      report = JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      say('The tests left no report.');
    }
    return countReport(report, { ok, how });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const counts = { passed: 0, failed: 0, skipped: 0 };
for (const { name, script, args } of CHECKS) {
  const before = Date.now();
  process.stdout.write(`${name} ... `);
  const { ok, how, output } = await run(script, args, false);
  counts[ok ? 'passed' : 'failed'] += 1;
  say(`${ok ? 'passed' : `failed (${how})`}, ${((Date.now() - before) / 1000).toFixed(1)} s`);
  if (!ok) say(output.trimEnd());
}
process.stdout.write('Electron and the window ... ');
const before = Date.now();
// What is missing is a failure of the tests that need it, which name it.
const lacking = await prepareWindow(root, (text) => say(`\n  ${text}`)).then(
  () => null,
  (/** @type {Error} */ error) => error.message,
);
say(lacking === null ? `ready, ${((Date.now() - before) / 1000).toFixed(1)} s` : `not to be had: ${lacking}`);
say('Unit and integration tests, then those of the window ...');
const tests = await runTests();
for (const line of tests.notes) say(line.replaceAll(`${root}${path.sep}`, ''));
counts.passed += tests.passed;
counts.failed += tests.failed;
counts.skipped += tests.skipped;
say('');
process.exitCode = counts.failed === 0 ? 0 : 1;
say(totalLine(counts));
