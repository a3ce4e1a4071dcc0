/**
 * Which batch of a plan brings which programs. Those that are called are brought in legs, in the last flip batch of the
 * plan or in one of their own: callers meet all of them at the flip. Scheduled events would run on the passive: they are
 * brought on the active, and replicate. Pure.
 */
import type { Flavor } from '../flavor/flavor.js';
import type { Side } from '../pair/side.js';
import { fingerprintStructure } from '../plan/fingerprint.js';
import type { Batch } from '../plan/plan.js';
import type { Structure } from '../plan/structure.js';
import type { PlannedProgram } from './planned-program.js';
import { programKey } from './program.js';
import { changeWord, type ProgramChange } from './program-change.js';
import { statementsFor } from './program-statements.js';
import type { RoutineGrant } from './routine-grant.js';
import { structureApart, structureWith } from './structure-with-programs.js';

export type OrderedPrograms = {
  readonly changes: readonly ProgramChange[];
  /** Behind the migrations. */
  readonly after: Structure;
  /** Of a copy that has all programs. */
  readonly compiled: Structure;
  readonly flavor: Flavor;
  readonly grants: Readonly<Record<Side, readonly RoutineGrant[]>>;
};

export function batchesWithPrograms(
  batches: readonly Batch[],
  { changes, after, compiled, ...around }: OrderedPrograms,
): { readonly batches: readonly Batch[]; readonly after: Structure } {
  const called = changes.filter(({ kind }) => kind !== 'event');
  const events = changes.filter(({ kind }) => kind === 'event');
  const structure = structureWith(after, called, compiled);
  const legs = called.map(change => toPlanned(change, around));
  const now = fingerprintStructure(structure);
  const withLegs =
    legs.length === 0 ? batches : withFlip(batches, { programs: legs, before: after, after: now });
  const direct: Batch = {
    ...{ strategy: 'direct', why: 'scheduled events run on the active alone', migrations: [] },
    programs: events.map(change => toPlanned(change, around)),
    ...nothingElse,
    ...{ structureBefore: now, structureAfter: now },
  };
  return { batches: events.length === 0 ? withLegs : [...withLegs, direct], after: structure };
}

const nothingElse = { conversions: [], tables: [] } as const;

type Legs = {
  readonly programs: readonly PlannedProgram[];
  readonly before: Structure;
  readonly after: string;
};

/** Only the last batch: what a direct one behind it adds, a program may need. */
function withFlip(
  batches: readonly Batch[],
  { programs, before, after: structureAfter }: Legs,
): readonly Batch[] {
  const last = batches.at(-1);
  const why = describe(programs);
  const brought = { programs, apart: fingerprintStructure(structureApart(before, programs)), structureAfter };
  if (last?.strategy === 'flip')
    return [...batches.slice(0, -1), { ...last, why: `${last.why}; ${why}`, ...brought }];
  const own: Batch = {
    ...{ strategy: 'flip', why, migrations: [], ...nothingElse, ...brought },
    structureBefore: fingerprintStructure(before),
    // No row event knows of programs.
    rollback: { lossless: true, copies: [] },
  };
  return [...batches, own];
}

/** `2 programs created, 1 replaced`. */
function describe(programs: readonly PlannedProgram[]): string {
  const words = { create: 'created', replace: 'replaced', drop: 'dropped' } as const;
  const counts = Object.entries(words).flatMap(([word, said]) => {
    const count = programs.filter(program => changeWord(program) === word).length;
    return count === 0 ? [] : [`${count} ${said}`];
  });
  return `stored programs switch at the flip: ${counts.join(', ')}`;
}

function toPlanned(
  change: ProgramChange,
  { flavor, grants }: Pick<OrderedPrograms, 'flavor' | 'grants'>,
): PlannedProgram {
  const own = (side: Side) => grants[side].filter(grant => programKey(grant) === programKey(change));
  return {
    ...change,
    sql: statementsFor(change, flavor),
    grants: { a: own('a'), b: own('b') },
  };
}
