/** The words that a plan is written in, as shapes. */
import * as v from 'valibot';
import type { ProgramKind } from '../programs/program.js';
import { oneOf } from './entries-of.js';
import type { Algorithm, Conversion, PlannedStatement, Strategy, Verdict } from './plan.js';

export const strategy = oneOf<Strategy>({ direct: true, flip: true, data: true });

export const algorithm = v.nullable(
  oneOf<Algorithm>({ INSTANT: true, NOCOPY: true, INPLACE: true, COPY: true }),
);

export const conversions = v.array(oneOf<Conversion>({ ALL_NON_LOSSY: true, ALL_UNSIGNED: true }));

export const statementKind = oneOf<PlannedStatement['kind']>({ ddl: true, rows: true, session: true });

export const programKind = oneOf<ProgramKind>({
  function: true,
  procedure: true,
  view: true,
  trigger: true,
  event: true,
});

export const verdictKind = oneOf<Verdict['kind']>({
  applies: true,
  'applies-with-conversion': true,
  'depends-on-data': true,
  stops: true,
  'silently-wrong': true,
});
