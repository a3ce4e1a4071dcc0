/** What people do to a pair while a run is open, and how they put it right when the run asks them to. */
import fc from 'fast-check';
import { otherSide, type Side, sides } from '../../src/pair/side.js';
import { anySide } from './arbitraries.js';
import type { ModelPair } from './model-pair.js';

export type Deed =
  | 'starts an applier'
  | 'stops an applier'
  | 'moves the pointer'
  | 'opens the passive'
  | 'writes on the passive'
  | 'closes the active'
  | 'changes a table of the active'
  | 'takes the conversions away';

export type TimedDeed = { readonly deed: Deed; readonly side: Side; readonly look: number };

export const foreignChange = 'foreign column';

export const deeds: Readonly<Record<Deed, (pair: ModelPair, side: Side) => void>> = {
  'starts an applier': (pair, side) => pair.startReplication(side),
  'stops an applier': (pair, side) => pair[side].stopApplier(),
  'moves the pointer': pair => {
    const to = otherSide(activeOf(pair));
    for (const index of pair.pointers.keys()) pair.movePointer(index, to);
  },
  'opens the passive': pair => pair.openWrites(otherSide(activeOf(pair))),
  'writes on the passive': pair => {
    const passive = pair[otherSide(activeOf(pair))];
    passive.write({ kind: 'row', id: `errant ${passive.side}${passive.rows.size}` });
  },
  'closes the active': pair => {
    pair[activeOf(pair)].readOnly = true;
  },
  'changes a table of the active': pair => {
    const active = pair[activeOf(pair)];
    if (active.readOnly || active.changes.includes(foreignChange)) return;
    active.write({ kind: 'ddl', change: foreignChange, drops: false });
  },
  'takes the conversions away': (pair, side) => pair.forgetConversions(side),
};

export const anyDeeds: fc.Arbitrary<readonly TimedDeed[]> = fc.array(
  fc.record({
    deed: fc.constantFrom(...(Object.keys(deeds) as Deed[])),
    side: anySide,
    look: fc.integer({ min: 1, max: 24 }),
  }),
  { minLength: 1, maxLength: 2 },
);

export function deedsByLook(list: readonly TimedDeed[]): ReadonlyMap<number, (pair: ModelPair) => void> {
  return new Map(
    list.map(({ deed, side, look }) => [
      look,
      pair => {
        pair.disturbed = true;
        pair.unseen = true;
        pair.as('hand', () => deeds[deed](pair, side));
      },
    ]),
  );
}

/** What a person does about a block: the pointer names the writable side, a foreign change is taken back on both. */
export function putRight(pair: ModelPair): void {
  pair.disturbed = true;
  pair.as('hand', () => {
    const active = sides.find(side => !pair[side].readOnly) ?? activeOf(pair);
    for (const index of pair.pointers.keys()) pair.movePointer(index, active);
    if (!pair[active].changes.includes(foreignChange)) return;
    pair[active].write({ kind: 'ddl', change: foreignChange, drops: true });
    pair.startReplication(otherSide(active));
  });
  pair.clock.advance(500);
}

function activeOf(pair: ModelPair): Side {
  return pair.pointers[0]?.side ?? 'a';
}
