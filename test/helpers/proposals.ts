/** Migrations as the workspace hands them on, written shortly, on tables of one live pair. */
import type { Routed } from '../../src/plan/group-batches.js';
import type { ProposedMigration, ProposedStatement, StrategyFacts } from '../../src/plan/strategy.js';
import { chooseWay } from '../../src/plan/strategy.js';
import type { Structure, Table } from '../../src/plan/structure.js';
import { column, mariadbApplier, notNull, structure, table } from './structures.js';

export const id = column('id', 'int', notNull);
export const bigId = column('id', 'bigint', notNull);
export const name = column('name', 'varchar(50)');
export const note = column('note', 'varchar(200)');

/** 5 GB, 5 MB, and the parent of a key. */
export const big = table('big', [id, name]);
export const small = table('small', [id, name]);
export const parent = table('parent', [id]);

export const live = structure(big, small, parent);

export const facts: StrategyFacts = {
  live: {
    bytes: new Map([
      ['big', 5e9],
      ['small', 5e6],
      ['parent', 5e6],
    ]),
    instantLeft: new Map(),
  },
  applier: mariadbApplier,
  directMs: 2000,
};

/** The structure with these tables as they are now; null for one that is gone. */
export function changed(from: Structure, tables: Readonly<Record<string, Table | null>>): Structure {
  const all = { ...from.tables, ...tables };
  const left = Object.entries(all).filter((entry): entry is [string, Table] => entry[1] !== null);
  return { ...from, tables: Object.fromEntries(left) };
}

export type Step = Partial<Pick<ProposedStatement, 'kind' | 'tables' | 'algorithm' | 'online' | 'after'>> & {
  readonly sql: string;
};

/** Statements of `1.sql` from line 1 on; what a step leaves out changes nothing and has no algorithm. */
export function propose(
  steps: readonly Step[],
  {
    before = live,
    file = '1.sql',
    usesRows = false,
  }: { before?: Structure; file?: string; usesRows?: boolean } = {},
): Routed['migration'] {
  let now = before;
  const statements = steps.map((step, index): ProposedStatement => {
    const statement = {
      kind: 'ddl' as const,
      tables: [],
      algorithm: null,
      online: true,
      after: now,
      ...step,
      file,
      line: index + 1,
      where: `${file}:${index + 1}`,
      before: now,
    };
    now = statement.after;
    return statement;
  });
  return { name: file, kind: 'sql', checksum: file, statements, usesRows, before, after: now };
}

/** With the way that it goes. Throws for one that is refused. */
export function route(migration: Routed['migration'], of: StrategyFacts = facts): Routed {
  const way = chooseWay(migration satisfies ProposedMigration, of);
  if (way.kind === 'refused') throw new Error(JSON.stringify(way.findings));
  return { migration, strategy: way.kind, why: way.why };
}

/** The id of `big` grows: a copy, and old events need a conversion. */
export const widenId: Step = {
  sql: 'ALTER TABLE big MODIFY id BIGINT NOT NULL',
  tables: ['big'],
  algorithm: 'COPY',
  online: false,
  after: changed(live, { big: table('big', [bigId, name]) }),
};
