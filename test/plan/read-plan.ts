import { readFile } from 'node:fs/promises';
import test from 'ava';
import fc from 'fast-check';
import type * as v from 'valibot';
import { ConfigError } from '../../src/errors.js';
import { planJson } from '../../src/plan/plan-json.js';
import { planEntries } from '../../src/plan/plan-shape.js';
import { readPlan } from '../../src/plan/read-plan.js';
import { reviewEntries } from '../../src/plan/review-shape.js';
import { anyPlan } from '../helpers/any-plan.js';
import { cases } from '../helpers/arbitraries.js';
import { fullPlan } from '../helpers/reviewed-plans.js';
import { emptyPlan, mixedPlan, refusedPlan } from '../helpers/sample-plans.js';

const text = (data: unknown) => JSON.stringify(data);

test('a plan is read back as it was, with its review', t => {
  for (const plan of [mixedPlan, refusedPlan, emptyPlan, fullPlan])
    t.deepEqual(readPlan(text(planJson(plan)), 'plan.json'), plan);
  fc.assert(
    fc.property(anyPlan, plan => {
      t.is(text(planJson(readPlan(text(planJson(plan)), 'x'))), text(planJson(plan)));
    }),
    cases(50),
  );
});

test('statements, tables, lint, numbers, rewrites and parts stand at the top of the document', t => {
  const json = planJson(fullPlan);
  for (const name of Object.keys(reviewEntries)) t.true(name in json, name);
  t.false('review' in json);
});

test('a table may have any name that a server allows', t => {
  const [orders] = Object.values(mixedPlan.before.tables);
  const tables = JSON.parse(
    text({ constructor: orders, toString: orders }),
  ) as typeof mixedPlan.before.tables;
  const plan = { ...mixedPlan, before: { tables, others: {} } };
  t.deepEqual(Object.keys(readPlan(text(planJson(plan)), 'x').before.tables), ['constructor', 'toString']);
});

test('fields of a later program with the same form are let through unread', t => {
  const plan = readPlan(text({ ...planJson(mixedPlan), later: 1 }), 'x');
  t.deepEqual(plan, mixedPlan);
});

test('a byte order mark before a plan is not of it', t => {
  t.deepEqual(readPlan(`\u{FEFF}${text(planJson(mixedPlan))}`, 'x'), mixedPlan);
});

const json = planJson(fullPlan);
const [batch, ...batches] = json.batches;

const wrong: readonly (readonly [what: string, data: string, said: RegExp])[] = [
  ['no JSON', 'plan 3f9ac41be0d2 for shop', /^plan\.json: is not JSON$/u],
  ['no object', '7', /^plan\.json: is no plan of dbshift$/u],
  ['nothing', 'null', /^plan\.json: is no plan of dbshift$/u],
  ['another form', text({ name: 'x', version: 1 }), /^plan\.json: is no plan of dbshift$/u],
  ['a newer version', text({ ...json, version: 2 }), /a plan in version 2 of its form, .* reads version 1$/u],
  ['a field less', text({ ...json, fingerprint: undefined }), /^plan\.json: fingerprint: /u],
  [
    'another way',
    text({ ...json, batches: [{ ...batch, strategy: 'sideways' }, ...batches] }),
    /^plan\.json: batches\.0\.strategy: /u,
  ],
  ['a review without its parts', text({ ...json, parts: undefined }), /^plan\.json: parts: /u],
  [
    'a replica of nobody',
    text({ ...json, replicas: ['c/10.0.0.1:3306'] }),
    /^plan\.json: replicas\.0: must be/u,
  ],
];

for (const [what, data, said] of wrong)
  test(`${what} is refused in one sentence`, t => {
    t.regex(t.throws(() => readPlan(data, 'plan.json'), { instanceOf: ConfigError })?.message ?? '', said);
  });

/** Every key of the document, wherever it stands. */
function keysOf(schema: unknown): readonly string[] {
  const { entries, item, wrapped, options, value } = schema as Partial<{
    entries: v.ObjectEntries;
    item: unknown;
    wrapped: unknown;
    options: readonly unknown[];
    value: unknown;
  }>;
  const own = Object.entries(entries ?? {}).flatMap(([key, below]) => [key, ...keysOf(below)]);
  const inner = [item, wrapped, value, ...(options ?? [])].filter(
    one => typeof one === 'object' && one !== null,
  );
  return [...own, ...inner.flatMap(keysOf)];
}

test('docs/plan-json.md tells every field', async t => {
  const page = await readFile('docs/plan-json.md', 'utf8');
  const keys = Object.values({ ...planEntries, ...reviewEntries }).flatMap(keysOf);
  const all = new Set([
    'form',
    'version',
    ...Object.keys(planEntries),
    ...Object.keys(reviewEntries),
    ...keys,
  ]);
  t.deepEqual([...all].filter(key => !page.includes(`\`${key}\``)).sort(), []);
});
