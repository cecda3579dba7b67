import type { Clock } from '../../electron/sessions/clock.ts';
import type { Connection, ConnectContext, ConnectionTarget, Outcome, ScriptRequest, Transport } from '../../electron/transports/transport.ts';
import { RoundsError } from '../../shared/errors.ts';
import type { Facts } from '../../shared/model.ts';
import type { ReasonCode } from '../../shared/reasons.ts';

/** One script that reached a computer. */
export interface Sent {
  computer: string;
  item: string;
  instance: string;
  script: string;
  access: 'read' | 'change';
  env: Record<string, string>;
}

/** How a script answers: a status, an outcome, or a promise of one (a hang ends only by the signal). */
export type Reply = number | Outcome | 'hang' | { status: number; stdout?: string; stderr?: string; restart?: boolean; ms?: number };

export interface FakeComputer {
  /** Fails to connect with this reason, or hangs until cancelled. */
  connect?: ReasonCode | 'hang';
  facts?: Facts;
  /** Milliseconds that every script takes on the clock. */
  takes?: number;
  /** Answers instead of the state below. */
  reply?: (sent: Sent) => Reply | undefined;
}

/**
 * Computers that exist only in memory. By default a test says whether the item was set, and a set sets it. A script that
 * changes, sent while the connection is in read mode, fails the test (P6).
 */
export class FakeTransport implements Transport {
  readonly sent: Sent[] = [];
  readonly compliant = new Set<string>();
  readonly violations: string[] = [];
  open = 0;
  /** No more connections than these can be open: the workstation has no file descriptor left. */
  places = Infinity;
  highWater = 0;
  readonly highWaterOf = new Map<string, number>();
  readonly #openOf = new Map<string, number>();
  readonly #computers: Map<string, FakeComputer>;
  readonly #clock: Clock;

  constructor(clock: Clock, computers: Record<string, FakeComputer> = {}) {
    this.#clock = clock;
    this.#computers = new Map(Object.entries(computers));
  }

  computer(id: string): FakeComputer {
    const computer = this.#computers.get(id) ?? {};
    this.#computers.set(id, computer);
    return computer;
  }

  async connect(target: ConnectionTarget, context: ConnectContext): Promise<Connection> {
    const computer = this.computer(target.computer);
    const tenant = target.computer.split('/')[0] ?? '';
    if (computer.connect === 'hang') await this.#wait(target.limits.connect, context.signal);
    if (context.signal?.aborted) throw new RoundsError('connect/cancelled', 'cancelled');
    if (computer.connect) {
      const reason = computer.connect === 'hang' ? 'connect-timeout' : computer.connect;
      throw new RoundsError(`connect/${reason}`, `${target.host}: ${reason}`, { reason });
    }
    if (this.open >= this.places) throw new RoundsError('connect/too-many-open-files', 'EMFILE', { reason: 'too-many-open-files' });
    this.open++;
    this.highWater = Math.max(this.highWater, this.open);
    this.#openOf.set(tenant, (this.#openOf.get(tenant) ?? 0) + 1);
    this.highWaterOf.set(tenant, Math.max(this.highWaterOf.get(tenant) ?? 0, this.#openOf.get(tenant) ?? 0));
    let queue: Promise<unknown> = Promise.resolve();
    let closed = false;
    const connection: Connection = {
      platform: 'linux',
      description: 'fake',
      access: 'read',
      run: (request) => {
        if (request.access === 'change' && connection.access === 'read') {
          this.violations.push(`${target.computer} ${request.env['ROUNDS_ITEM'] ?? ''}`);
          throw new RoundsError('internal/access', 'a change was sent while only looking is allowed');
        }
        const ended = queue.then(() => this.#run(target.computer, computer, request));
        queue = ended;
        return ended;
      },
      putFiles: () => Promise.resolve('/pushed'),
      getFile: () => Promise.resolve(),
      facts: () => Promise.resolve({ platform: 'linux', ...computer.facts }),
      close: () => {
        if (!closed) {
          closed = true;
          this.open--;
          this.#openOf.set(tenant, (this.#openOf.get(tenant) ?? 1) - 1);
        }
        return Promise.resolve();
      },
    };
    return connection;
  }

  probe(target: ConnectionTarget): Promise<'connect-refused' | null> {
    return Promise.resolve(this.computer(target.computer).connect ? 'connect-refused' : null);
  }

  async #run(id: string, computer: FakeComputer, request: ScriptRequest): Promise<Outcome> {
    const item = request.env['ROUNDS_ITEM'] ?? '';
    const instance = request.env['ROUNDS_INSTANCE'] ?? '';
    const script = request.env['ROUNDS_SCRIPT'] ?? '';
    const sent: Sent = { computer: id, item, instance, script, access: request.access, env: request.env };
    if (request.signal?.aborted) return { kind: 'cancelled', running: null, ms: 0 };
    this.sent.push(sent);
    request.onStart?.();
    const key = `${id} ${item}:${instance}`;
    const reply = computer.reply?.(sent) ?? this.#default(key, script);
    const takes = reply === 'hang' ? Math.min(request.timeout, request.idleTimeout) : (computer.takes ?? 0);
    if (takes > 0) await this.#wait(takes, request.signal);
    if (request.signal?.aborted) return { kind: 'cancelled', running: null, ms: takes };
    if (reply === 'hang')
      return { kind: 'timeout', limit: request.idleTimeout < request.timeout ? 'idle-output' : 'action', running: null, ms: takes };
    if (typeof reply === 'object' && 'kind' in reply) return reply;
    const { status, stdout, stderr, restart, ms } = typeof reply === 'number' ? { status: reply } : reply;
    for (const [stream, text] of [
      ['stdout', stdout],
      ['stderr', stderr],
    ] as const) {
      if (text !== undefined) await request.onOutput?.(text.split('\n').map((line) => ({ at: this.#clock.now(), stream, text: line })));
    }
    return { kind: 'exited', status, restart: restart ?? status === 194, ms: ms ?? takes, reconnected: false };
  }

  #default(key: string, script: string): Reply {
    if (script === 'set' || script === 'install' || script === 'upgrade') this.compliant.add(key);
    if (script === 'test') return this.compliant.has(key) ? 0 : 1;
    return 0;
  }

  #wait(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const timer = this.#clock.after(ms, resolve);
      signal?.addEventListener('abort', () => {
        timer.cancel();
        resolve();
      });
    });
  }
}
