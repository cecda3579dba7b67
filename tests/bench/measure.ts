import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** What a whole process, with all that it started, took. */
export interface Measured {
  /** Seconds. */
  wall: number;
  cpu: number;
  /** MiB, of the largest process. */
  memory: number;
  status: number;
  output: string;
}

/** Runs a command under GNU time and reads what the kernel counted. */
export async function measure(command: string[], env: NodeJS.ProcessEnv = process.env): Promise<Measured> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rounds-measure-'));
  const report = path.join(folder, 'time');
  try {
    const child = spawn('/usr/bin/time', ['-q', '-f', '%e %U %S %M', '-o', report, ...command], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    const status = await new Promise<number>((resolve, reject) => {
      child.once('error', () => reject(new Error('GNU time is missing: apt-get install time')));
      child.once('close', (code) => resolve(code ?? -1));
    });
    const [wall = 0, user = 0, system = 0, kilobytes = 0] = readFileSync(report, 'utf8').trim().split(/\s+/).map(Number);
    return { wall, cpu: user + system, memory: kilobytes / 1024, status, output: Buffer.concat(chunks).toString() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const middle = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** The run of the middle, figure by figure. */
export function median(runs: Measured[]): Measured {
  const first = runs[0];
  if (!first) throw new Error('nothing was measured');
  return {
    ...first,
    wall: middle(runs.map((run) => run.wall)),
    cpu: middle(runs.map((run) => run.cpu)),
    memory: middle(runs.map((run) => run.memory)),
  };
}
