/** The command `rounds` as a user runs it: a process of its own, a data folder of its own. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunEvent } from '../../shared/events.ts';
import type { SessionSummary } from '../../shared/events.ts';

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** A line of `--json`, as far as tests look into it. */
export type JsonLine = RunEvent | { type: 'error'; kind: string; message: string };

export interface Running {
  child: ChildProcessWithoutNullStreams;
  ended: Promise<Ended>;
  /** Resolves with the first line of stdout that the test accepts; rejects when the program ends before. */
  line(accept: (line: JsonLine) => boolean): Promise<JsonLine>;
}

export interface Workplace {
  folder: string;
  data: string;
  write(name: string, text: string): string;
  start(args: string[], env?: NodeJS.ProcessEnv): Running;
  run(args: string[], env?: NodeJS.ProcessEnv): Promise<Ended>;
  /** `run` that must have ended with one of these (default 0); its JSON lines. */
  json(args: string[], env?: NodeJS.ProcessEnv): Promise<{ status: number | null; lines: JsonLine[]; sessions: SessionSummary[] }>;
  remove(): void;
}

export function workplace(): Workplace {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rounds-e2e-'));
  const data = path.join(folder, 'data');
  const start: Workplace['start'] = (args, env = {}) => {
    const child = spawn(process.execPath, [MAIN, '--data', data, ...args], { env: { ...process.env, HOME: folder, ...env }, cwd: folder });
    child.stdin.end();
    let stdout = '';
    let stderr = '';
    const listeners = new Set<() => void>();
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      for (const listener of listeners) listener();
    });
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const ended = new Promise<Ended>((resolve) => child.once('close', (status) => resolve({ status, stdout, stderr })));
    return {
      child,
      ended,
      line: (accept) =>
        new Promise((resolve, reject) => {
          const look = (): void => {
            const found = parseLines(stdout.slice(0, stdout.lastIndexOf('\n') + 1)).find(accept);
            if (!found) return;
            listeners.delete(look);
            resolve(found);
          };
          listeners.add(look);
          look();
          void ended.then(() => reject(new Error(`rounds ended before: ${stderr}${stdout.slice(-2000)}`)));
        }),
    };
  };
  const run: Workplace['run'] = (args, env) => start(args, env).ended;
  return {
    folder,
    data,
    start,
    run,
    write(name, text) {
      const file = path.join(folder, name);
      writeFileSync(file, text, { mode: 0o600 });
      return file;
    },
    async json(args, env) {
      const { status, stdout, stderr } = await run([...args, '--json'], env);
      const lines = parseLines(stdout);
      const last = lines.at(-1);
      if (!last) throw new Error(`rounds ${args.join(' ')} said nothing: ${stderr}`);
      return { status, lines, sessions: last.type === 'batch.finished' ? last.sessions : [] };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function parseLines(text: string): JsonLine[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JsonLine);
}
