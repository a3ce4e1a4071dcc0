/** Random plans with everything that a review may hold, and with text that wants to break out of whatever shows it. */
import fc from 'fast-check';
import { otherSide } from '../../src/pair/side.js';
import type { LintFinding } from '../../src/plan/lint/lint-finding.js';
import type { PlanNumbers } from '../../src/plan/numbers/plan-numbers.js';
import type { Batch, Plan, Verdict } from '../../src/plan/plan.js';
import type { DirectedVerdict, Review } from '../../src/plan/review.js';
import type { RunbookStep } from '../../src/plan/runbook-step.js';
import { structure, table } from './structures.js';

const hostile = [
  '`',
  '```',
  '````\n```sql',
  '|',
  '\\|',
  '\n',
  '\r',
  '\n\n',
  '<b>',
  '</details>',
  '</summary>',
  '<!-- dbshift plan -->',
  '](http://x)',
  '[x]',
  '*',
  '_',
  '~~~',
  '@team',
  '::error::',
  '%0A',
  '\u001b[31m',
  '\ud800',
  'ü',
  '表',
  'orders',
  'customer_id',
];

/** Of any length up to a few thousand characters. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...hostile), { maxLength: 8 }).map(parts => parts.join('')),
  fc.tuple(fc.constantFrom(...hostile), fc.integer({ min: 1, max: 900 })).map(([part, n]) => part.repeat(n)),
  fc.string({ maxLength: 60 }),
);

const anyVerdictKind = fc.constantFrom<Verdict['kind']>(
  'applies',
  'applies-with-conversion',
  'depends-on-data',
  'stops',
  'silently-wrong',
);

const anyDirected: fc.Arbitrary<DirectedVerdict> = fc.record({
  verdict: anyVerdictKind,
  reasons: fc.array(anyText, { maxLength: 3 }),
  errnos: fc.constantFrom([], [1677]),
  questions: fc.array(fc.record({ query: anyText, rows: fc.option(fc.nat()) }), { maxLength: 2 }),
});

const anyStrategy = fc.constantFrom('direct', 'flip', 'data');

const anyStatement = fc.record({
  sql: anyText,
  file: anyText,
  line: fc.nat(),
  kind: fc.constantFrom('ddl', 'rows', 'session'),
  tables: fc.array(anyText, { maxLength: 10 }),
  algorithm: fc.constantFrom('INSTANT', 'COPY', null),
  online: fc.boolean(),
  structureAfter: fc.constant('x'),
  verdicts: fc.array(fc.record({ table: anyText, verdict: fc.constant({ kind: 'applies' as const }) }), {
    maxLength: 1,
  }),
});

const anyBatch: fc.Arbitrary<Batch> = fc.record({
  strategy: anyStrategy,
  why: anyText,
  migrations: fc.array(
    fc.record({
      name: anyText,
      kind: fc.constantFrom('sql', 'knex'),
      checksum: fc.constant('c'),
      statements: fc.array(anyStatement, { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  conversions: fc.constantFrom([], ['ALL_NON_LOSSY' as const]),
  tables: fc.array(anyText, { maxLength: 3 }),
  structureBefore: fc.constant('x'),
  structureAfter: fc.constant('x'),
});

const anyLint: fc.Arbitrary<LintFinding> = fc.record({
  id: anyText,
  severity: fc.constantFrom('error', 'warning', 'note'),
  file: anyText,
  line: fc.nat(),
  subject: anyText,
  message: anyText,
  why: anyText,
  hint: anyText,
  accepted: fc.option(anyText),
});

const anyFinding = fc.record({ id: anyText, where: anyText, message: anyText, hint: anyText });

const anyStep: fc.Arbitrary<RunbookStep> = fc.record({
  step: fc.constant('migrate'),
  title: anyText,
  batch: fc.constant(0),
  sides: fc.constant(['b' as const]),
  statements: fc.array(fc.record({ on: fc.constantFrom('a', 'b', otherSide('a')), sql: anyText }), {
    maxLength: 3,
  }),
  beside: fc.array(anyText, { maxLength: 2 }),
  ifStopped: fc.record({
    writes: fc.constantFrom('a', null),
    standStill: fc.constant([]),
    leftSo: anyText,
    next: anyText,
    abort: fc.record({ possible: fc.boolean(), why: anyText }),
  }),
});

const anyBytes = fc.integer({ min: 0, max: 1_000_000_000_000 });
const anySide = fc.record({ ms: fc.option(fc.nat()), diskBytes: anyBytes, binlogBytes: fc.option(anyBytes) });

const anyNumbers: fc.Arbitrary<PlanNumbers> = fc.record({
  tables: fc.array(fc.record({ table: anyText, rows: fc.option(fc.nat()), bytes: anyBytes }), {
    maxLength: 60,
  }),
  batches: fc.array(
    fc.record({
      sides: fc.record({ a: anySide, b: anySide }),
      basis: fc.constant({ kind: 'stated' as const, bytesPerSecond: 1_000_000 }),
      catchUpMs: fc.option(fc.nat()),
      withoutSpareMs: fc.option(fc.nat()),
      writePauseMs: fc.option(fc.nat({ max: 5000 })),
      readers: fc.option(anyText),
    }),
    { maxLength: 60 },
  ),
  writePauseLimitMs: fc.constant(5000),
});

const anyReview: fc.Arbitrary<Review> = fc.record({
  parts: fc.constant({
    files: {},
    statements: '',
    schema: '',
    objects: {},
    topology: null,
    versions: {},
    settings: {},
  }),
  statements: fc.array(
    fc.record({
      migration: anyText,
      sql: anyText,
      file: anyText,
      line: fc.nat(),
      kind: fc.constantFrom('ddl', 'rows', 'session'),
      strategy: fc.constantFrom('direct', 'flip', 'data', 'refuse'),
      algorithm: fc.constantFrom('INSTANT', 'COPY', null),
      online: fc.boolean(),
      tables: fc.array(anyText, { maxLength: 3 }),
    }),
    { maxLength: 5 },
  ),
  tables: fc.array(
    fc.record({ schema: anyText, name: anyText, oldToNew: anyDirected, newToOld: anyDirected }),
    { maxLength: 60 },
  ),
  lint: fc.array(anyLint, { maxLength: 40 }),
  numbers: fc.option(anyNumbers),
  rewrites: fc.array(
    fc.record({
      migration: anyText,
      title: anyText,
      note: fc.option(anyText),
      parts: fc.array(
        fc.record({ sql: fc.array(anyText, { maxLength: 3 }), strategy: anyStrategy, why: anyText }),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 10 },
  ),
});

const anyStructure = fc
  .array(fc.tuple(anyText, anyText), { maxLength: 60 })
  .map(tables => structure(...tables.map(([name, create]) => table(name, [], { create }))));

export const anyPlan: fc.Arbitrary<Plan> = fc.record({
  fingerprint: fc.constant('3f9ac41be0d27781'),
  database: anyText,
  batches: fc.array(anyBatch, { maxLength: 30 }),
  refusals: fc.oneof(fc.constant([]), fc.array(anyFinding, { maxLength: 60 })),
  before: anyStructure,
  after: anyStructure,
  review: anyReview,
  steps: fc.array(anyStep, { maxLength: 30 }),
  servers: fc.record({ a: anyText, b: anyText }),
  events: fc.array(anyText, { maxLength: 30 }),
});
