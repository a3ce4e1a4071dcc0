/** The shape of a plan's steps, as JSON carries them. */
import * as v from 'valibot';
import type { ServerKey, Side } from '../pair/side.js';
import { type EntriesOf, oneOf, texts, wholeNumber } from './entries-of.js';
import type { IfStopped, RunbookStep, SentStatement } from './runbook-step.js';

const side = oneOf<Side>({ a: true, b: true });

const server = v.custom<ServerKey>(
  value => typeof value === 'string' && /^[ab](\/.+)?$/u.test(value),
  'must be a side or a server below one',
);

const statement = v.object({ on: server, sql: v.string() } satisfies EntriesOf<SentStatement>);

const ifStopped = v.object({
  writes: v.nullable(side),
  standStill: v.array(side),
  leftSo: v.string(),
  next: v.string(),
  abort: v.object({ possible: v.boolean(), why: v.string() }),
} satisfies EntriesOf<IfStopped>);

export const StepShape = v.object({
  step: v.string(),
  title: v.string(),
  batch: v.nullable(wholeNumber),
  sides: v.array(side),
  statements: v.array(statement),
  beside: texts,
  ifStopped,
} satisfies EntriesOf<RunbookStep>);
