/**
 * Plans for the model: a structure is the set of changes that were made to it, and a change knows what it does to
 * row events that were written without it. Short to write, and enough for everything the engine asks.
 */
import { sha256 } from '../../src/plan/fingerprint.js';
import type { Batch, Conversion, Plan, PlannedMigration, Strategy } from '../../src/plan/plan.js';
import type { RollbackWindow } from '../../src/plan/rollback/rollback-window.js';
import type { PlannedProgram } from '../../src/programs/planned-program.js';

/** Names of the changes that a structure has; a change by somebody else begins with `foreign`. */
export type Changes = readonly string[];

export type BatchSpec = {
  readonly strategy: Strategy;
  /** Per migration its statements: `true` for one that changes the structure. */
  readonly migrations: readonly (readonly boolean[])[];
  readonly conversions: readonly Conversion[];
  /** So many stored programs are brought behind them. */
  readonly programs?: number;
  /** Row events of the new structure fit the old one, and nothing is lost on it. */
  readonly reversible?: boolean;
};

/**
 * What the applier of a side needs for a row event that was written before this change was made; and whether one that was
 * written after it loses nothing without it.
 */
export type EventNeeds = {
  readonly fits: boolean;
  readonly conversions: readonly Conversion[];
  readonly reversible: boolean;
};

export type ModelPlan = {
  readonly plan: Plan;
  /** The change that each statement makes, by migration and index; null for one that leaves no trace. */
  changeOf(migration: string, statement: number): string | null;
  needs(change: string): EventNeeds;
};

export const heavy = (conversions: readonly Conversion[] = []): BatchSpec => ({
  strategy: 'flip',
  migrations: [[true]],
  conversions,
});
/** A heavy one whose flip can be taken back. */
export const reversible: BatchSpec = { ...heavy(), reversible: true };
export const direct: BatchSpec = { strategy: 'direct', migrations: [[true]], conversions: [] };
export const data: BatchSpec = { strategy: 'data', migrations: [[false]], conversions: [] };
/** Stored programs that switch at a flip, and nothing else. */
export const programsAlone: BatchSpec = { strategy: 'flip', migrations: [], conversions: [], programs: 3 };

export function fingerprintOf(changes: Changes): string {
  return sha256([...changes].sort());
}

export function planOf(specs: readonly BatchSpec[]): ModelPlan {
  const needs = new Map<string, EventNeeds>();
  const done: string[] = [];
  const batches = specs.map((spec, index) => batchOf(spec, index, { done, needs }));
  const plan: Plan = {
    fingerprint: sha256(batches),
    database: 'app',
    batches,
    refusals: [],
    before: { tables: {}, others: {} },
    after: { tables: {}, others: {} },
  };
  const changeOf = (migration: string, statement: number): string | null => {
    const change = `${migration}.${statement}`;
    return needs.has(change) ? change : null;
  };
  return {
    plan,
    changeOf,
    needs: change => needs.get(change) ?? { fits: false, conversions: [], reversible: false },
  };
}

type Growing = { readonly done: string[]; readonly needs: Map<string, EventNeeds> };

function batchOf(spec: BatchSpec, index: number, growing: Growing): Batch {
  const { strategy, migrations, conversions, programs = 0, reversible: back = false } = spec;
  const structureBefore = fingerprintOf(growing.done);
  const planned = migrations.map((statements, at): PlannedMigration => {
    const name = `${index}_${at}.sql`;
    return {
      name,
      kind: 'sql',
      checksum: name,
      statements: statements.map((changes, place) => {
        if (changes && strategy !== 'data') {
          growing.done.push(`${name}.${place}`);
          growing.needs.set(`${name}.${place}`, {
            ...{ fits: strategy === 'flip', conversions, reversible: back },
          });
        }
        return { ...statement, file: name, line: place + 1, structureAfter: fingerprintOf(growing.done) };
      }),
    };
  });
  return {
    strategy,
    why: 'a test',
    migrations: planned,
    ...(programs === 0 ? {} : { programs: programsOf(index, programs) }),
    conversions: strategy === 'flip' ? conversions : [],
    tables: ['t'],
    structureBefore,
    structureAfter: fingerprintOf(growing.done),
    ...(strategy === 'flip' ? { rollback: windowOf(back) } : {}),
  };
}

/** No part of the structure: procedures. */
function programsOf(batch: number, count: number): readonly PlannedProgram[] {
  return Array.from({ length: count }, (_, index): PlannedProgram => {
    const id = { kind: 'procedure', name: `p${batch}_${index}` } as const;
    const settings = { sqlMode: '', characterSet: 'utf8mb4', collation: 'utf8mb4_bin' };
    const definition = (create: string) => ({ ...id, create, definer: 'd@%', settings });
    const sql = [`CREATE PROCEDURE ${id.name}() …`];
    const grants = { a: [], b: [] };
    return { ...id, before: definition('old'), after: definition('new'), sql, grants };
  });
}

function windowOf(back: boolean): RollbackWindow {
  return back ? { lossless: true, copies: [] } : { lossless: false, tables: [{ table: 't', why: 'a test' }] };
}

const statement = {
  sql: 'ALTER TABLE t …',
  kind: 'ddl',
  tables: ['t'],
  algorithm: null,
  online: false,
  verdicts: [],
} as const;

type Standing = { readonly changes: Changes; readonly recorded: readonly string[] };

/** A plan that takes the passive back to what the active has, one change after the other. */
export function wayBackOf(active: Standing, passive: Standing): Plan {
  const extra = passive.changes.filter(change => !active.changes.includes(change)).reverse();
  const statements = extra.map((change, index) => ({
    ...statement,
    sql: change,
    file: 'way back',
    line: index + 1,
    structureAfter: fingerprintOf(passive.changes.filter(one => !extra.slice(0, index + 1).includes(one))),
  }));
  const takesBack = passive.recorded.filter(name => !active.recorded.includes(name));
  const batch: Batch = {
    strategy: 'flip',
    oneLeg: true,
    why: 'a test',
    migrations: [{ name: 'way back', kind: 'sql', checksum: '', statements, takesBack }],
    conversions: [],
    tables: ['t'],
    structureBefore: fingerprintOf(passive.changes),
    structureAfter: fingerprintOf(active.changes),
  };
  const none = { tables: {}, others: {} };
  return {
    fingerprint: sha256(batch),
    database: 'app',
    batches: [batch],
    refusals: [],
    before: none,
    after: none,
  };
}
