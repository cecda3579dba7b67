/** The scripts of the catalogue as a session would run them: loaded and given their parameters by the engine's own code. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parameterEnvironment } from '../../electron/catalogue/parameters.ts';
import { loadCatalogue } from '../../electron/catalogue/load-catalogue.ts';
import type { Item, ParameterValue, ScriptName } from '../../shared/model.ts';

export const CATALOGUE = fileURLToPath(new URL('../../resources/catalogue/', import.meta.url));

export const catalogue = await loadCatalogue(CATALOGUE);

export function item(id: string): Item {
  const found = catalogue.items.find((one) => one.id === id);
  if (!found) throw new Error(`the catalogue has no usable item ${id}`);
  return found;
}

export function scriptText(id: string, name: ScriptName): string {
  const script = item(id).scripts.linux?.[name];
  if (!script) throw new Error(`${id} has no ${name} script for Linux`);
  return script.text;
}

export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs one script text with these variables; stdin is /dev/null. */
export type Runner = (text: string, env: Record<string, string>) => Promise<Ended>;

export type Values = Record<string, ParameterValue>;

/** Values are not checked here: what a schema would refuse, the script must refuse too. */
export function environmentOf(id: string, values: Values): Record<string, string> {
  return parameterEnvironment(item(id), values, () => '');
}

/** One item on one computer (or folder). */
export interface Bound {
  run: (name: ScriptName, values?: Values, more?: Record<string, string>) => Promise<Ended>;
}

export function bind(id: string, runner: Runner): Bound {
  return { run: (name, values = {}, more = {}) => runner(scriptText(id, name), { ...environmentOf(id, values), ...more }) };
}

/** Starts a command with exactly this environment and waits for its end; kills it after `limit` milliseconds. */
export function execute(command: string, args: readonly string[], env: Record<string, string>, limit = 120_000): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: limit, killSignal: 'SIGKILL' });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (data: Buffer) => out.push(data));
    child.stderr.on('data', (data: Buffer) => err.push(data));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }));
  });
}

/** The repository's folder for what is made once and kept; git does not see it. */
export const CACHE = path.resolve(CATALOGUE, '../../.cache/catalogue');
