/**
 * What deploys write down on both servers before they change anything: what each server had, and what it was to have.
 * Pure. A deploy without an end is half done: whoever comes next puts back what differs, or sees that all of it is there.
 */
import type { Side } from '../pair/side.js';
import type { Definition, ProgramId, ProgramKind } from './program.js';
import type { ProgramChange } from './program-change.js';
import type { RoutineGrant } from './routine-grant.js';

export type DeployCommand = 'deploy' | 'rollback';

/** One program of a deploy. */
export type RecordedChange = ProgramId & {
  /** `procedures/register_lb.sql:3`; absent for what no file has. */
  readonly where?: string;
  readonly before: Readonly<Record<Side, Definition | null>>;
  /** The same on both sides; null: dropped. */
  readonly after: Definition | null;
  readonly grants: Readonly<Record<Side, readonly RoutineGrant[]>>;
};

/** What is there is looked at by whoever brings it. */
export function asOn(change: RecordedChange, target: 'after' | Side): ProgramChange {
  const { kind, name, where, before, after } = change;
  return {
    ...{ kind, name, before: null, after: target === 'after' ? after : before[target] },
    ...(where === undefined ? {} : { where }),
  };
}

/**
 * What may go with a DROP on the way there or on the way back, of one side's grants. `replaces`: kinds that the flavor
 * replaces without one.
 */
export function grantsAtStake(
  changes: readonly RecordedChange[],
  side: Side,
  replaces: ReadonlySet<ProgramKind>,
): readonly RoutineGrant[] {
  return changes
    .filter(({ kind, before, after }) => before[side] === null || after === null || !replaces.has(kind))
    .flatMap(({ grants }) => grants[side]);
}

export type DeployEntry =
  | {
      readonly kind: 'begin';
      readonly command: DeployCommand;
      /** `name@host`. */
      readonly by: string;
      readonly active: Side;
      readonly database: string;
      /** Of the run that brought it by a flip. */
      readonly run?: string;
    }
  | { readonly kind: 'program'; readonly change: RecordedChange }
  | ({ readonly kind: 'end' } & DeployEnding);

export type DeployEnding = {
  readonly outcome: 'done' | 'put-back';
  /** Titles of programs that a person wanted left as they are; absent for none. */
  readonly kept?: readonly string[];
};

export type DeployRecord = {
  /** Grows with every deploy; within one, `n` orders the entries. */
  readonly epoch: number;
  readonly n: number;
  /** UTC with microseconds, by the server that wrote it. */
  readonly at: string;
  readonly entry: DeployEntry;
};

export type Deploy = Omit<Extract<DeployEntry, { readonly kind: 'begin' }>, 'kind'> & {
  readonly epoch: number;
  readonly at: string;
  readonly changes: readonly RecordedChange[];
  /** Null: half done. */
  readonly outcome: DeployEnding['outcome'] | null;
  /** As in `DeployEnding`. */
  readonly kept?: readonly string[];
};

/** The union of what both sides hold, in order: one that could not be reached has gaps. */
export function uniteDeployRecords(
  a: readonly DeployRecord[],
  b: readonly DeployRecord[],
): readonly DeployRecord[] {
  const byKey = new Map([...b, ...a].map(record => [`${record.epoch} ${record.n}`, record]));
  return [...byKey.values()].sort((x, y) => x.epoch - y.epoch || x.n - y.n);
}

/** What was deployed into one database, oldest first: the table has those of all databases of the pair. */
export function deploysInto(database: string, records: readonly DeployRecord[]): readonly Deploy[] {
  return deploysOf(records).filter(deploy => deploy.database === database);
}

/** Oldest first. One whose beginning is missing is none: nothing is done before that is written. */
export function deploysOf(records: readonly DeployRecord[]): readonly Deploy[] {
  const deploys = new Map<number, Deploy>();
  for (const { epoch, at, entry } of records) {
    const known = deploys.get(epoch);
    if (entry.kind === 'begin') {
      const { kind: _, ...begun } = entry;
      deploys.set(epoch, { ...begun, epoch, at, changes: [], outcome: null });
    } else if (known !== undefined) deploys.set(epoch, withEntry(known, entry));
  }
  return [...deploys.values()];
}

function withEntry(deploy: Deploy, entry: Exclude<DeployEntry, { readonly kind: 'begin' }>): Deploy {
  return entry.kind === 'end'
    ? { ...deploy, outcome: entry.outcome, ...(entry.kept === undefined ? {} : { kept: entry.kept }) }
    : { ...deploy, changes: [...deploy.changes, entry.change] };
}

/** The newest one of any database, where it has no end. */
export function halfDone(records: readonly DeployRecord[]): Deploy | null {
  const last = deploysOf(records).at(-1);
  return last?.outcome === null ? last : null;
}
