import test from 'ava';
import fc from 'fast-check';
import { comparePlans } from '../../src/plan/compare-plans.js';
import { unfitParts } from '../../src/plan/parts-fit.js';
import type { Plan } from '../../src/plan/plan.js';
import { planJson } from '../../src/plan/plan-json.js';
import { type PlanParts, planPartNames } from '../../src/plan/plan-parts.js';
import { readPlan } from '../../src/plan/read-plan.js';
import type { ReviewedPlan } from '../../src/plan/reviewed-plan.js';
import { cases } from '../helpers/arbitraries.js';
import { aSetting, fullPlan, withParts } from '../helpers/reviewed-plans.js';
import { column, table } from '../helpers/structures.js';

const movedParts = (reviewed: ReviewedPlan, now: ReviewedPlan) => [
  ...new Set(comparePlans(reviewed, now).moved.map(({ part }) => part)),
];

const withOther = (plan: ReviewedPlan, parts: Partial<PlanParts>): ReviewedPlan => ({
  ...plan,
  review: { ...plan.review, parts: { ...plan.review.parts, ...parts } },
});

test('a plan holds to itself in every part', t => {
  t.deepEqual(comparePlans(fullPlan, fullPlan), { compared: [...planPartNames], lacking: [], moved: [] });
  t.deepEqual(unfitParts(fullPlan), []);
});

/** Places in JSON data, each as the keys that lead there. */
type Path = readonly (string | number)[];

function pathsIn(data: unknown, path: Path = []): readonly Path[] {
  if (typeof data !== 'object' || data === null) return [path];
  const below = Object.entries(data).flatMap(([key, value]) =>
    pathsIn(value, [...path, Array.isArray(data) ? Number(key) : key]),
  );
  return path.length === 0 ? below : [path, ...below];
}

/** What people are told, and no run acts on. */
const isSaid = (path: Path) =>
  path.includes('verdicts') || (path.at(-1) === 'why' && path.at(-3) === 'batches');

const acted = { database: fullPlan.database, batches: fullPlan.batches };
const places = pathsIn({ ...acted, replicas: fullPlan.replicas, events: fullPlan.events }).filter(
  path => !isSaid(path),
);

type Change = 'another' | 'gone' | 'twice';

/** `data` with something else at that place. */
function changed(data: unknown, [key, ...path]: Path, change: Change): unknown {
  if (key === undefined) return anotherOf(data);
  if (Array.isArray(data)) {
    const at = Number(key);
    const value: unknown = data[at];
    if (path.length > 0 || change === 'another') return data.with(at, changed(value, path, change));
    return data.toSpliced(at, 1, ...(change === 'gone' ? [] : [value, value]));
  }
  const record = data as Readonly<Record<string, unknown>>;
  if (path.length > 0 || change !== 'gone') return { ...record, [key]: changed(record[key], path, change) };
  const { [key]: _, ...rest } = record;
  return rest;
}

/** So that the other value is one that a plan may have. */
const otherWords: Readonly<Record<string, string>> = {
  ...{ direct: 'flip', flip: 'direct', data: 'direct', ddl: 'rows', sql: 'knex', knex: 'sql' },
  ...{ INSTANT: 'COPY', NOCOPY: 'COPY', COPY: 'INPLACE', ALL_NON_LOSSY: 'ALL_UNSIGNED' },
};

function anotherOf(value: unknown): unknown {
  if (typeof value === 'string') return otherWords[value] ?? `${value} `;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return value === null ? 'COPY' : null;
}

const anyChange = fc.tuple(fc.constantFrom(...places), fc.constantFrom<Change>('another', 'gone', 'twice'));

/** What cannot be read as a plan any more is refused before it is compared. */
function isPlan(plan: Plan): boolean {
  try {
    readPlan(JSON.stringify(planJson(plan)), 'plan.json');
    return true;
  } catch {
    return false;
  }
}

test('whatever a run acts on: another value, less of it or more is seen as moved', t => {
  fc.assert(
    fc.property(anyChange, ([path, change]) => {
      const other = changed(fullPlan, path, change) as ReviewedPlan;
      fc.pre(isPlan(other));
      const moved = comparePlans(fullPlan, withParts(other)).moved;
      t.true(moved.length > 0, path.join('.'));
      t.true(moved.every(({ patch }) => /^[-+]/mu.test(patch)));
    }),
    cases(500),
  );
});

test('a file in which it was changed alone does not fit its own parts', t => {
  fc.assert(
    fc.property(anyChange, ([path, change]) => {
      const other = changed(fullPlan, path, change) as ReviewedPlan;
      fc.pre(isPlan(other));
      t.not(unfitParts(other).length, 0, path.join('.'));
    }),
    cases(500),
  );
});

test('the order of statements counts, that of replicas, of events and of the keys of a file does not', t => {
  const turned = (plan: Plan): Plan => ({
    ...plan,
    replicas: [...(plan.replicas ?? [])].reverse(),
    events: [...(plan.events ?? [])].reverse(),
  });
  t.deepEqual(movedParts(fullPlan, withParts(turned(fullPlan))), []);
  const [one, two, ...rest] = fullPlan.batches;
  const swapped = withParts({ ...fullPlan, batches: [two, one, ...rest].flatMap(batch => batch ?? []) });
  t.deepEqual(movedParts(fullPlan, swapped), ['statements']);
  t.deepEqual(unfitParts(reordered(fullPlan) as ReviewedPlan), []);
});

function reordered(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(reordered);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data)
      .reverse()
      .map(([key, value]) => [key, reordered(value)]),
  );
}

test('reasons in which tables have grown, and what is told of old events, do not count', t => {
  const batches = fullPlan.batches.map(batch => ({
    ...batch,
    why: `${batch.why}, 3 GB`,
    migrations: batch.migrations.map(migration => ({
      ...migration,
      statements: migration.statements.map(statement => ({ ...statement, verdicts: [] })),
    })),
  }));
  t.deepEqual(movedParts(fullPlan, withParts({ ...fullPlan, batches })), []);
});

const otherParts = {
  files: { '20260301_bigint_ids.sql': 'c9' },
  statements: '0'.repeat(64),
  schema: '0'.repeat(64),
  topology: ['server a (10.0.0.1:3306)'],
  versions: { a: '10.11.19-MariaDB-log', b: '10.11.20-MariaDB-log' },
  settings: { ...aSetting, sql_mode: '' },
};

for (const part of planPartNames)
  test(`another value of ${part} alone is seen, with a diff`, t => {
    const { moved } = comparePlans(fullPlan, withOther(fullPlan, { [part]: otherParts[part] }));
    t.true(moved.length > 0);
    t.true(moved.every(one => one.part === part && /^-/mu.test(one.patch)));
  });

test('a table that moved is shown by its text where both plans have it, else named', t => {
  const aside = table('aside', [column('id', 'int')], { create: 'CREATE TABLE aside' });
  const plan = (create: string, asideText: string) => {
    const orders = { ...fullPlan.before.tables.orders, name: 'orders', create };
    const made = withParts({
      ...fullPlan,
      before: { tables: { orders, aside: { ...aside, create: asideText } }, others: {} },
    } as Plan);
    // As in a plan, which holds no more than it changes.
    return { ...made, before: { tables: { orders }, others: {} } } as ReviewedPlan;
  };
  const { moved } = comparePlans(plan('a\nb', 'x'), plan('a\nc', 'y'));
  t.deepEqual(
    moved.map(({ what }) => what),
    ['table aside: changed', 'table orders: changed'],
  );
  t.regex(moved[1]?.patch ?? '', /^ a\n-b\n\+c$/mu);
  t.regex(moved[0]?.patch ?? '', /^-table aside \w{16}\n\+table aside \w{16}$/mu);
});

test('what a plan from a schema file does not know is named and not compared', t => {
  const known = { topology: null, versions: { file: '10.11.19-MariaDB-log' }, settings: { sql_mode: 'x' } };
  const now = withOther(fullPlan, { settings: { sql_mode: 'x', binlog_row_image: 'FULL' } });
  const { lacking, moved, compared } = comparePlans(withOther(fullPlan, known), now);
  t.deepEqual(moved, []);
  t.deepEqual(lacking, ['topology', 'settings binlog_row_image']);
  t.false(compared.includes('topology'));
  const mixed = withOther(now, { versions: { a: '10.11.19-MariaDB-log', b: '10.11.20-MariaDB-log' } });
  t.deepEqual(movedParts(withOther(fullPlan, known), mixed), ['versions']);
  const bare = comparePlans(withOther(fullPlan, { topology: null, versions: {}, settings: {} }), now);
  t.deepEqual(bare.lacking, ['topology', 'versions', 'settings']);
});
