/** What a script said on the computers of its batch. What is over is read once; later only what is new. */
import type { OutputGroup, OutputsView, RecentScript } from '../../shared/api/outputs.ts';
import { RoundsError } from '../../shared/errors.ts';
import { reasonText } from '../../shared/reasons.ts';
import type { ActionRecord, OutputRecord, SessionRecord } from '../../shared/record.ts';
import { isFinal, isLiveStatus } from '../../shared/words.ts';
import { EXEC_ITEM } from '../sessions/exec-item.ts';
import type { Store } from '../store/store.ts';
import { breathing } from './breathe.ts';
import { CHARACTERS_COMPARED, comparable, fingerprint, LINES_COMPARED, linesOf, marked, type Ignored, type Said } from './fold-outputs.ts';

/** Groups whose lines are shown. */
const SHOWN = 12;
/** Names of a group that are listed. */
const NAMED = 200;
/** Batches whose fingerprints are kept. */
const KEPT = 4;
const RECENT = 20;
/** Lines of a log that are read at once. */
const PAGE = 250;
/** So many batches are looked through for scripts. */
const LOOKED_AT = 400;

interface Looked {
  action: ActionRecord | null;
  /** By what is ignored; empty where nothing was said. */
  prints: Map<string, string>;
}

export class ScriptOutputs {
  readonly #store: Store;
  /** By batch, by session: only what is over. */
  readonly #batches = new Map<string, Map<string, Looked>>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** @throws RoundsError `usage/session` where the batch is not there or ran no script */
  async view(batch: string, ignored: Ignored): Promise<OutputsView> {
    const record = await this.#store.batch(batch);
    if (record?.kind !== 'exec') throw new RoundsError('usage/session', record ? 'This batch ran no script' : 'This batch is not in the record');
    const sessions = await this.#store.sessions({ batch, limit: 100_000 });
    const known = this.#known(batch);
    const groups = new Map<string, { sessions: SessionRecord[]; looked: Looked }>();
    const breathe = breathing();
    for (const session of sessions) {
      await breathe();
      const looked = known.get(session.id) ?? (await this.#look(session));
      if (!isLiveStatus(session.status)) known.set(session.id, looked);
      const id = groupOf(session, looked, ignored);
      const group = groups.get(id);
      if (group) group.sessions.push(session);
      else groups.set(id, { sessions: [session], looked });
    }
    const ordered = [...groups].sort(
      ([, a], [, b]) => Number(saidNothing(a.looked)) - Number(saidNothing(b.looked)) || b.sessions.length - a.sessions.length,
    );
    const action = [...known.values()].find(({ action }) => action !== null)?.action ?? null;
    return {
      batch,
      script: await this.#scriptOf(action, sessions),
      createdAt: record.createdAt,
      targetText: record.targetText,
      computers: sessions.length,
      waiting: sessions.filter(({ status }) => isLiveStatus(status)).length,
      groups: await this.#withLines(ordered, ignored),
    };
  }

  /** The scripts that were run last, each text once. */
  async recent(): Promise<RecentScript[]> {
    const found = new Map<string, RecentScript>();
    for (const { id, kind, createdAt } of await this.#store.batches({ limit: LOOKED_AT })) {
      if (found.size === RECENT) break;
      if (kind !== 'exec') continue;
      const [session] = await this.#store.sessions({ batch: id, limit: 1 });
      const [action] = session ? await this.#store.actions(session.id) : [];
      const source = action && (await this.#sourceOf(action));
      if (source && !found.has(source.text)) found.set(source.text, { batch: id, ...source, createdAt });
    }
    return [...found.values()];
  }

  #known(batch: string): Map<string, Looked> {
    const known = this.#batches.get(batch) ?? new Map<string, Looked>();
    this.#batches.delete(batch);
    this.#batches.set(batch, known);
    for (const old of [...this.#batches.keys()].slice(0, -KEPT)) this.#batches.delete(old);
    return known;
  }

  async #look(session: SessionRecord): Promise<Looked> {
    const action = (await this.#store.actions(session.id))[0] ?? null;
    const prints = new Map<string, string>();
    if (action && isFinal(action.result)) {
      const { lines, whole } = await this.#said(session.id);
      if (lines.length > 0)
        for (const blanks of [true, false])
          for (const names of [true, false])
            prints.set(`${blanks} ${names}`, `${whole} ${fingerprint(comparable(lines, { blanks, names }, session.computer))}`);
    }
    return { action, prints };
  }

  /** The first of what was said; `whole` when that is all. */
  async #said(session: string): Promise<{ lines: Said[]; whole: boolean }> {
    const records: OutputRecord[] = [];
    for (let characters = 0; records.length < LINES_COMPARED && characters < CHARACTERS_COMPARED;) {
      const page = await this.#store.log(session, 0, { first: records.length, limit: PAGE });
      records.push(...page.records);
      characters += page.records.reduce((sum, { text }) => sum + text.length, 0);
      if (page.records.length === 0 || records.length >= page.total) return { lines: linesOf(records), whole: true };
    }
    return { lines: linesOf(records), whole: false };
  }

  async #withLines(ordered: [string, { sessions: SessionRecord[]; looked: Looked }][], ignored: Ignored): Promise<OutputGroup[]> {
    const groups: OutputGroup[] = [];
    let largest: { lines: Said[]; texts: string[] } | null = null;
    const breathe = breathing();
    for (const [at, [id, { sessions, looked }]] of ordered.entries()) {
      const { action } = looked;
      const [first] = sessions;
      if (!first) continue;
      let lines: OutputGroup['lines'] = null;
      let compared = false;
      let cut = false;
      if (at < SHOWN && looked.prints.size > 0) {
        await breathe();
        const { lines: said, whole } = await this.#said(first.id);
        cut = !whole;
        const texts = comparable(said, ignored, first.computer);
        const beside = largest && marked(said, largest.lines, { here: texts, there: largest.texts });
        compared = beside !== null;
        lines = beside ?? said.map((line) => ({ ...line, mark: 'same' as const }));
        largest ??= { lines: said, texts };
      } else if (action && isFinal(action.result) && looked.prints.size === 0) lines = [];
      const code = action?.reason ?? first.reason;
      groups.push({
        id,
        status: first.status,
        result: action?.result ?? null,
        reason: code === null ? null : reasonText(code).sentence,
        detail: action?.detail ?? first.detail,
        count: sessions.length,
        computers: sessions
          .map(({ id: session, computer: name, tenant }) => ({ session, name, tenant }))
          .sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))
          .slice(0, NAMED),
        lines,
        cut,
        compared,
      });
    }
    return groups;
  }

  async #scriptOf(known: ActionRecord | null, sessions: readonly SessionRecord[]): Promise<string> {
    const action = known ?? (sessions[0] ? (await this.#store.actions(sessions[0].id))[0] : undefined);
    return (action && (await this.#sourceOf(action))?.text) ?? '';
  }

  async #sourceOf({ item: id, frozen }: ActionRecord): Promise<{ text: string; shell: RecentScript['shell'] } | null> {
    if (id !== EXEC_ITEM) return null;
    const source = (await this.#store.item(frozen.itemHash))?.scripts.linux?.set;
    return source ? { text: source.text, shell: source.file.endsWith('.ps1') ? 'powershell' : 'sh' } : null;
  }
}

const saidNothing = ({ prints }: Looked): boolean => prints.size === 0;

/** How it ended, and what was said. */
function groupOf(session: SessionRecord, { action, prints }: Looked, { blanks, names }: Ignored): string {
  return [session.status, action?.result, action?.reason ?? session.reason, action?.detail, prints.get(`${blanks} ${names}`)].join('\n');
}
