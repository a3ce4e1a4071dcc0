/**
 * The verdict on statements that run in one leg. A leg can fail after any of them, and the applier must then go
 * on with what is there: so the structure after every statement is judged against the one before the first, and
 * the gravest verdict counts. The conversions that they need are one setting for all of them. Pure.
 */
import { judgeStructures } from './compatibility.js';
import type { TableVerdict } from './plan.js';
import type { Structure } from './structure.js';
import { judgeNewDefaults } from './verdict/judge-new-defaults.js';
import { judgeSigns } from './verdict/judge-signs.js';
import { judgeStatement } from './verdict/judge-statement.js';
import { applies, gravest, type Judgement, silentlyWrong } from './verdict/judgement.js';
import { legLineages } from './verdict/leg-lineages.js';
import type { RowApplier } from './verdict/row-applier.js';

export type JudgedStatement = {
  readonly sql: string;
  /** The structure after it. */
  readonly after: Structure;
};

export type JudgedBatch = {
  readonly before: Structure;
  readonly statements: readonly JudgedStatement[];
  readonly applier: RowApplier;
};

/**
 * One verdict per table of `before` that is changed or only named (`ENGINE=InnoDB`), and per other object that
 * changes (`trigger:t`), in name order.
 */
export function judgeBatch({ before, statements, applier }: JudgedBatch): readonly TableVerdict[] {
  const found = new Map<string, readonly Judgement[]>();
  const note = (name: string, judgement: Judgement) =>
    found.set(name, [...(found.get(name) ?? []), judgement]);
  const lineagesAfter = legLineages(before, statements);
  for (const [index, { sql, after }] of statements.entries()) {
    const effect = judgeStatement(sql, before);
    const lineages = lineagesAfter[index] ?? new Map();
    for (const name of effect.tables) note(name, applies);
    if (effect.refusal !== null) note(effect.subject, silentlyWrong(effect.refusal, effect.advice));
    for (const { table, ...judgement } of judgeStructures({ before, after, applier, lineages })) {
      note(table, judgement);
    }
  }
  const afters = statements.map(({ after }) => after);
  for (const [name, judgement] of judgeNewDefaults(before, afters)) note(name, judgement);
  if (applier.flavor === 'mysql')
    for (const [name, judgement] of judgeSigns(before, afters)) note(name, judgement);
  return [...found]
    .map(([table, judgements]) => ({ table, ...gravest(judgements) }))
    .sort((a, b) => (a.table < b.table ? -1 : 1));
}
