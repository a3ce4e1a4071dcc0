/** The shape of what a review says, as JSON carries it. */
import * as v from 'valibot';
import { type EntriesOf, oneOf, textByName, texts, wholeNumber } from './entries-of.js';
import type { LintFinding, LintSeverity } from './lint/lint-finding.js';
import { NumbersShape } from './numbers-shape.js';
import type { Strategy } from './plan.js';
import type { PlanParts } from './plan-parts.js';
import { algorithm, conversions, statementKind, strategy, verdictKind } from './plan-words.js';
import type { DirectedVerdict, Review, ReviewedStatement, ReviewedTable } from './review.js';
import type { Rewrite, RewritePart } from './rewrites/rewrite.js';

const parts = v.object({
  files: textByName,
  statements: v.string(),
  schema: v.string(),
  objects: textByName,
  topology: v.nullable(texts),
  versions: textByName,
  settings: textByName,
} satisfies EntriesOf<PlanParts>);

const statement = v.object({
  migration: v.string(),
  sql: v.string(),
  file: v.string(),
  line: wholeNumber,
  kind: statementKind,
  strategy: oneOf<Strategy | 'refuse'>({ direct: true, flip: true, data: true, refuse: true }),
  algorithm,
  online: v.boolean(),
  tables: texts,
} satisfies EntriesOf<ReviewedStatement>);

type Question = NonNullable<DirectedVerdict['questions']>[number];

const question = v.object({
  query: v.string(),
  rows: v.nullable(wholeNumber),
} satisfies EntriesOf<Question>);

const verdict = v.object({
  verdict: verdictKind,
  reasons: texts,
  conversions: v.exactOptional(conversions),
  errnos: v.exactOptional(v.array(wholeNumber)),
  questions: v.exactOptional(v.array(question)),
} satisfies EntriesOf<DirectedVerdict>);

const table = v.object({
  schema: v.string(),
  name: v.string(),
  oldToNew: verdict,
  newToOld: verdict,
} satisfies EntriesOf<ReviewedTable>);

const finding = v.object({
  id: v.string(),
  severity: oneOf<LintSeverity>({ error: true, warning: true, note: true }),
  file: v.string(),
  line: wholeNumber,
  subject: v.string(),
  message: v.string(),
  why: v.string(),
  hint: v.string(),
  accepted: v.nullable(v.string()),
} satisfies EntriesOf<LintFinding>);

const rewritePart = v.object({
  sql: texts,
  strategy,
  why: v.string(),
} satisfies EntriesOf<RewritePart>);

const rewrite = v.object({
  migration: v.string(),
  title: v.string(),
  note: v.nullable(v.string()),
  parts: v.array(rewritePart),
} satisfies EntriesOf<Rewrite>);

export const reviewEntries = {
  parts,
  statements: v.array(statement),
  tables: v.array(table),
  lint: v.array(finding),
  numbers: v.nullable(NumbersShape),
  rewrites: v.array(rewrite),
} satisfies EntriesOf<Review>;
