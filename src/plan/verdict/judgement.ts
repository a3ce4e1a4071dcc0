/**
 * Verdicts on one aspect of a change, and how many become one. The kinds in order of what they cost a DBA: a
 * stopped applier loses nothing and says so, a silent difference is found when it is too late.
 */
import type { Conversion, TableVerdict, Verdict } from '../plan.js';

export type Judgement = Omit<TableVerdict, 'table'>;

export const applies: Judgement = { verdict: { kind: 'applies' } };

/** Fine as long as the server applies, with something a reviewer should know. */
export function appliesIf(advice: string): Judgement {
  return { ...applies, advice };
}

export function converts(why: string, conversions: readonly Conversion[] = ['ALL_NON_LOSSY']): Judgement {
  return { verdict: { kind: 'applies-with-conversion', conversions, why } };
}

/** The applier stops with one of these errors at the latest when such a row arrives; nothing is lost, nothing is wrong. */
export function stops(errnos: readonly number[], why: string, advice?: string): Judgement {
  return withAdvice({ kind: 'stops', errnos, why }, advice);
}

/** Also for everything that nobody has proved: what may be wrong counts as wrong. */
export function silentlyWrong(why: string, advice?: string): Judgement {
  return withAdvice({ kind: 'silently-wrong', why }, advice);
}

/** `query` answers with one number; the change applies when it is 0 and stays 0. */
export function dependsOnData(query: string, why: string, advice?: string): Judgement {
  return withAdvice({ kind: 'depends-on-data', query, why }, advice);
}

/** The gravest judgement; of conversions all of them, since the setting is one for all columns. */
export function gravest(judgements: readonly Judgement[]): Judgement {
  const worst = judgements.reduce(
    (graver, next) => (gravity(next.verdict) > gravity(graver.verdict) ? next : graver),
    applies,
  );
  if (worst.verdict.kind === 'applies') return judgements.find(({ advice }) => advice) ?? applies;
  return worst.verdict.kind === 'applies-with-conversion' ? uniteConversions(judgements) : worst;
}

const order: readonly Verdict['kind'][] = [
  'applies',
  'applies-with-conversion',
  'depends-on-data',
  'stops',
  'silently-wrong',
];

/** Higher is worse. */
export function gravity({ kind }: Pick<Verdict, 'kind'>): number {
  return order.indexOf(kind);
}

function uniteConversions(judgements: readonly Judgement[]): Judgement {
  const verdicts = judgements.flatMap(({ verdict }) =>
    verdict.kind === 'applies-with-conversion' ? [verdict] : [],
  );
  const conversions = [...new Set(verdicts.flatMap(verdict => verdict.conversions))].sort();
  const { verdict } = converts([...new Set(verdicts.map(({ why }) => why))].join('; '), conversions);
  return withAdvice(verdict, judgements.find(({ advice }) => advice)?.advice);
}

function withAdvice(verdict: Verdict, advice: string | undefined): Judgement {
  return advice === undefined ? { verdict } : { verdict, advice };
}
