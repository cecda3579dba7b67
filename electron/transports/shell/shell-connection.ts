import { createHash } from 'node:crypto';
import { messageOf, RoundsError } from '../../../shared/errors.ts';
import type { Platform } from '../../../shared/words.ts';
import type { Connection, Outcome, ScriptRequest } from '../transport.ts';
import { FACTS_SCRIPT } from './facts-script.ts';
import { parseFacts } from './facts.ts';
import { getFile, putFiles, type RunOwn } from './files.ts';
import { needsFile, pwshScript } from './powershell.ts';
import type { ScriptQueue } from './script-queue.ts';
import type { ShellSupply } from './shell-supply.ts';
import { sleep } from './sleep.ts';

/** Within which `close` is over, milliseconds. */
const CLOSE_MS = 2000;
/** How long a piece of a file may take on its way, and how long nothing may move, milliseconds. */
const FILE_MS = 600_000;
const FILE_IDLE_MS = 60_000;

export interface ConnectionParts {
  platform: Platform;
  description: string;
  queue: ScriptQueue;
  supply: ShellSupply;
}

/** A connection over a POSIX shell. Its owner closes it. */
export class ShellConnection implements Connection {
  readonly platform: Platform;
  readonly description: string;
  access: Connection['access'] = 'read';
  readonly #queue: ScriptQueue;
  readonly #supply: ShellSupply;
  /** Folders that were pushed, by what they hold. */
  readonly #pushed = new Map<string, Promise<string>>();
  readonly #closing = new AbortController();
  #closed: Promise<void> | null = null;

  constructor(parts: ConnectionParts) {
    this.platform = parts.platform;
    this.description = parts.description;
    this.#queue = parts.queue;
    this.#supply = parts.supply;
  }

  run(request: ScriptRequest): Promise<Outcome> {
    if (request.access === 'change' && this.access === 'read') {
      return Promise.reject(new RoundsError('internal/access', 'A script that changes things was sent while the connection only allows to look'));
    }
    try {
      return request.shell === 'powershell' ? this.#powershell(request) : this.#queue.run(request);
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(messageOf(error)));
    }
  }

  async putFiles(files: Parameters<Connection['putFiles']>[0]): Promise<string> {
    const name = createHash('sha256')
      .update(JSON.stringify(files.map(({ path, sha256, executable }) => [path, sha256, executable]).sort()))
      .digest('hex');
    const known = this.#pushed.get(name);
    if (known) return known;
    const pushed = this.#push(name.slice(0, 32), files);
    this.#pushed.set(name, pushed);
    pushed.catch(() => this.#pushed.delete(name));
    return pushed;
  }

  async getFile(remotePath: string, localPath: string): Promise<void> {
    await getFile(this.#own, remotePath, localPath);
  }

  async facts(options: { timeout: number; signal?: AbortSignal }): Promise<Record<string, string>> {
    const parts: Buffer[] = [];
    const request: ScriptRequest = {
      text: FACTS_SCRIPT,
      shell: 'sh',
      env: {},
      access: 'read',
      timeout: options.timeout,
      idleTimeout: options.timeout,
      signal: options.signal,
    };
    const outcome = await this.#queue.run(request, (stream, data) => void (stream === 'stdout' && parts.push(Buffer.from(data))));
    const facts = parseFacts(Buffer.concat(parts).toString('utf8'));
    if (outcome.kind === 'exited' && facts['platform']) return facts;
    throw new RoundsError('transport/facts', `The facts could not be gathered: ${'message' in outcome ? outcome.message : outcome.kind}`, {
      outcome,
    });
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#closing.abort();
    const done = new AbortController();
    const work = async () => {
      await this.#queue.close();
      await this.#supply.close(this.#queue.shell);
    };
    await Promise.race([work().catch(() => undefined), sleep(CLOSE_MS, done.signal)]);
    this.#queue.shell?.close();
    await Promise.race([this.#supply.link.close(), sleep(CLOSE_MS, done.signal)]);
    done.abort();
  }

  readonly #own: RunOwn = (text, env, raw) =>
    this.#queue.run({ text, shell: 'sh', env, access: 'read', timeout: FILE_MS, idleTimeout: FILE_IDLE_MS, signal: this.#closing.signal }, raw);

  async #folder(): Promise<string> {
    const folder = await this.#queue.folder();
    if (folder === null)
      throw new RoundsError(
        'transport/put-file',
        'No place on the computer takes a file: $TMPDIR, /tmp, /var/tmp, $HOME and /dev/shm are full or read-only',
      );
    return folder;
  }

  async #push(name: string, files: Parameters<Connection['putFiles']>[0]): Promise<string> {
    const folder = `${await this.#folder()}/files-${name}`;
    await putFiles(this.#own, folder, files);
    return folder;
  }

  async #powershell(request: ScriptRequest): Promise<Outcome> {
    if (!needsFile(request.text)) return this.#queue.run({ ...request, text: pwshScript(request.text, null) });
    const file = `${await this.#folder()}/${createHash('sha256').update(request.text).digest('hex').slice(0, 32)}.ps1`;
    await putText(this.#own, file, request.text);
    return this.#queue.run({ ...request, text: pwshScript(request.text, file) });
  }
}

/** Writes a script that is too long for a command line. */
async function putText(run: RunOwn, file: string, text: string): Promise<void> {
  const outcome = await run('printf %s "$ROUNDS_TEXT" >"$ROUNDS_FILE"', { ROUNDS_TEXT: text, ROUNDS_FILE: file }, () => undefined);
  if (outcome.kind !== 'exited' || outcome.status !== 0) throw new RoundsError('transport/put-file', `The script could not be written to ${file}`);
}
