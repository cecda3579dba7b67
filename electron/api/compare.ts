import type { ComparedHead } from '../../shared/api/compare.ts';
import { RoundsError } from '../../shared/errors.ts';
import type { Facts } from '../../shared/model.ts';
import { itemKey, type ItemKey } from '../../shared/plan.ts';
import type { SessionRecord } from '../../shared/record.ts';
import { computerOf, resolve } from '../resolution/index.ts';
import { byKey, compareFacts, compareItems, sideOfAction, sideOfPlanned, type Named } from '../views/compare.ts';
import type { Handlers } from './gate.ts';
import type { ApiTools } from './handlers.ts';

interface Compared {
  head: ComparedHead;
  items: Map<ItemKey, Named>;
  facts: Facts;
}

export function compareHandlers({ engine }: ApiTools): Pick<Handlers, 'compare.sessions' | 'compare.computers'> {
  const { store } = engine;

  async function ofSession(id: string): Promise<Compared> {
    const session = await store.session(id);
    if (!session) throw new RoundsError('usage/session', `There is no session '${id}' in the record`);
    const actions = await store.actions(id);
    return {
      head: headOf(session),
      items: new Map([...byKey(actions)].map(([key, action]) => [key, sideOfAction(action)])),
      facts: session.facts ?? {},
    };
  }

  async function ofComputer(id: string): Promise<Compared> {
    const { setUp } = await engine.setUp();
    const computer = computerOf(setUp, id);
    if (!computer) throw new RoundsError('usage/computer', `There is no computer '${id}'`);
    const [states, [last]] = await Promise.all([store.computerStates([id]), store.lastSessions([id])]);
    const facts = states[id]?.facts ?? {};
    const found = byKey(last ? await store.actions(last.id) : []);
    const items = new Map(setUp.items.map((item) => [item.id, item]));
    const plan = resolve(setUp, id, facts, { include: ['required', 'optional', 'adhoc'], onboarding: false });
    return {
      head: {
        session: last?.id ?? null,
        computerId: id,
        computer: computer.name,
        tenant: computer.tenant,
        status: last?.status ?? null,
        at: last?.at ?? null,
      },
      items: new Map(
        plan.items.map((planned) => {
          const key = itemKey(planned.item, planned.instance);
          return [key, sideOfPlanned(planned, found.get(key), items.get(planned.item))];
        }),
      ),
      facts,
    };
  }

  const compared = (a: Compared, b: Compared) => ({
    a: a.head,
    b: b.head,
    items: compareItems(a.items, b.items),
    facts: compareFacts(a.facts, b.facts),
  });
  return {
    'compare.sessions': async ({ a, b }) => compared(await ofSession(a), await ofSession(b)),
    'compare.computers': async ({ a, b }) => compared(await ofComputer(a), await ofComputer(b)),
  };
}

function headOf({ id, computerId, computer, tenant, status, createdAt }: SessionRecord): ComparedHead {
  return { session: id, computerId, computer, tenant, status, at: createdAt };
}
