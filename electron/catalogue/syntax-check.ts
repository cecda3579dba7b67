/**
 * Syntax of scripts, checked on this workstation when an item is loaded: `sh -n`, and PowerShell's own parser where
 * there is one. What a text's check said is kept by the hash of the text, in memory and in a folder, so that a
 * catalogue that did not change starts no process.
 */
import { spawn } from 'node:child_process';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Shell } from '../../shared/words.ts';
import { mapBounded } from './bounded.ts';
import { sha256 } from './canonical-json.ts';

/** Null when the text is right; otherwise what the shell says about it. */
type Finding = { line: number | null; message: string } | null;
/** `unchecked`: there is no such shell here, or it did not answer. */
export type SyntaxAnswer = Finding | 'unchecked';

export interface SyntaxOptions {
  /** Where findings are kept between starts; nothing is kept without it. */
  cacheFolder?: string;
  /** Programs to use instead of those on the path. */
  programs?: Partial<Record<Shell, string>>;
}

interface Script {
  shell: Shell;
  text: string;
}

const CHECK_TIMEOUT_MS = 20_000;
const MAX_KEPT = 5000;
const known = new Map<string, Finding>();
const keptSchema = z.record(z.string(), z.strictObject({ line: z.int().nullable(), message: z.string() }).nullable());

const keyOf = (script: Script): string => sha256(`${script.shell}\0${script.text}`);

/** The answer for each script, in their order. Never throws. */
export async function checkSyntax(scripts: Script[], options: SyntaxOptions = {}): Promise<SyntaxAnswer[]> {
  const keys = scripts.map(keyOf);
  if (keys.some((key) => !known.has(key))) await readKept(options.cacheFolder);
  const open = scripts.filter((_script, index) => !known.has(keys[index] ?? ''));
  const fresh = await runChecks(open, options);
  if (fresh > 0) await writeKept(options.cacheFolder);
  return keys.map((key) => known.get(key) ?? (known.has(key) ? null : 'unchecked'));
}

async function runChecks(scripts: Script[], options: SyntaxOptions): Promise<number> {
  const before = known.size;
  const sh = scripts.filter((script) => script.shell === 'sh');
  const powershell = scripts.filter((script) => script.shell === 'powershell');
  await Promise.all([
    mapBounded(sh, 4, async (script) => {
      const answer = await checkSh(options.programs?.sh ?? 'sh', script.text);
      if (answer !== 'unchecked') known.set(keyOf(script), answer);
    }),
    powershell.length === 0 ? undefined : checkPowerShell(powershell, options.programs?.powershell),
  ]);
  return known.size - before;
}

async function checkSh(program: string, text: string): Promise<SyntaxAnswer> {
  const end = await ask(program, ['-n'], text);
  if (end === null) return 'unchecked';
  if (end.status === 0) return null;
  // dash: `sh: 3: Syntax error: ...`; bash: `sh: line 3: syntax error ...`
  const first = end.stderr.split('\n').find((line) => line.trim() !== '') ?? `sh -n ended with status ${end.status}`;
  const match = /^[^:]*: (?:line )?(\d+): (.*)$/.exec(first);
  return { line: match ? Number(match[1]) : null, message: (match?.[2] ?? first).slice(0, 500) };
}

/** One process for all of them: it takes half a second to start. Texts hold no NUL, which separates them. */
const POWERSHELL_CHECK = [
  '$reader = [IO.StreamReader]::new([Console]::OpenStandardInput(), [Text.UTF8Encoding]::new($false))',
  '$n = 0',
  'foreach ($text in $reader.ReadToEnd().Split([char]0)) {',
  '$found = $null',
  '[void][Management.Automation.Language.Parser]::ParseInput($text, [ref]$null, [ref]$found)',
  'foreach ($each in $found) { [Console]::Out.WriteLine("$n $($each.Extent.StartLineNumber) " + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($each.Message))) }',
  '$n++ }',
  '[Console]::Out.WriteLine("checked $n")',
].join('\n');

async function checkPowerShell(scripts: Script[], program: string | undefined): Promise<void> {
  const programs = program === undefined ? ['pwsh', ...(process.platform === 'win32' ? ['powershell.exe'] : [])] : [program];
  for (const each of programs) {
    const end = await ask(
      each,
      ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', POWERSHELL_CHECK],
      scripts.map((script) => script.text).join('\0'),
    );
    const lines = end?.stdout.split(/\r?\n/) ?? [];
    if (!lines.includes(`checked ${scripts.length}`)) continue;
    const findings = lines.map((line) => /^(\d+) (\d+) ([A-Za-z0-9+/=]*)$/.exec(line)).filter((match) => match !== null);
    for (const [index, script] of scripts.entries()) {
      const match = findings.find((found) => Number(found[1]) === index);
      known.set(
        keyOf(script),
        match
          ? {
              line: Number(match[2]),
              message: Buffer.from(match[3] ?? '', 'base64')
                .toString('utf8')
                .slice(0, 500),
            }
          : null,
      );
    }
    return;
  }
}

/** Runs a program with a text as its input; null when it is not there, was ended by a signal or takes too long. */
function ask(program: string, args: string[], input: string): Promise<{ status: number; stdout: string; stderr: string } | null> {
  return new Promise((resolve) => {
    // no secret of ours, and nothing that changes how a shell starts, may be in its environment
    const env = Object.fromEntries(
      ['PATH', 'SystemRoot', 'TEMP', 'HOME'].flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
    );
    const child = spawn(program, args, { env: { ...env, LC_ALL: 'C' }, timeout: CHECK_TIMEOUT_MS, killSignal: 'SIGKILL', windowsHide: true });
    child.on('error', () => resolve(null));
    // Where there is no file descriptor left, Node makes no streams either.
    if (child.pid === undefined) return;
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8');
      child[name].on('data', (data: string) => {
        if (output[name].length < 1_000_000) output[name] += data;
      });
    }
    child.on('close', (status) => resolve(status === null ? null : { status, ...output }));
    // a shell that stops reading at its first error breaks the pipe; its status says the rest
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

const keptFile = (folder: string): string => path.join(folder, 'syntax-checks.json');

async function readKept(folder: string | undefined): Promise<void> {
  if (folder === undefined) return;
  try {
    const kept = keptSchema.parse(JSON.parse(await readFile(keptFile(folder), 'utf8')));
    for (const [key, finding] of Object.entries(kept)) known.set(key, finding);
  } catch {
    // not there yet, or spoilt: it is only a cache
  }
}

async function writeKept(folder: string | undefined): Promise<void> {
  if (folder === undefined) return;
  const temporary = `${keptFile(folder)}.${process.pid}`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(temporary, JSON.stringify(Object.fromEntries([...known].slice(-MAX_KEPT))), { mode: 0o600 });
    await rename(temporary, keptFile(folder));
  } catch {
    // a folder that cannot be written to costs time, nothing else
  }
}
