/** The computer of an id, without going through thousands of others for each. */
import type { Computer, ComputerId, SetUp } from '../../shared/model.ts';

/** Where each id stood when it was looked for first. */
const places = new WeakMap<readonly Computer[], Map<ComputerId, number>>();

/** A place is only a hint: what stands there is looked at, so that a list that changed meanwhile answers truly. */
export function computerOf({ computers }: Pick<SetUp, 'computers'>, id: ComputerId): Computer | undefined {
  let known = places.get(computers);
  if (!known) {
    known = new Map(computers.map((computer, place) => [computer.id, place]));
    places.set(computers, known);
  }
  const hinted = computers[known.get(id) ?? -1];
  return hinted?.id === id ? hinted : computers.find((computer) => computer.id === id);
}
