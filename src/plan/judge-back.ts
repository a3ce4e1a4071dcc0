/**
 * The verdict on the way back: events of a side that has the whole leg on one that has nothing of it, as after a flip.
 * It is the judgement of the leg with the structures changed round, and the columns with them. A leg never stands half
 * way here: the side that writes the events has all of it. Pure.
 */
import { judgeStructures } from './compatibility.js';
import type { JudgedBatch } from './judge-batch.js';
import type { TableVerdict } from './plan.js';
import type { Structure } from './structure.js';
import { judgeOldRows } from './verdict/judge-old-rows.js';
import { judgeStatement } from './verdict/judge-statement.js';
import { applies, gravest, type Judgement, silentlyWrong } from './verdict/judgement.js';
import { legLineages } from './verdict/leg-lineages.js';
import { invertLineage } from './verdict/lineage.js';

/** One verdict for each name that `judgeBatch` has one for, in name order. */
export function judgeBack({ before, statements, applier }: JudgedBatch): readonly TableVerdict[] {
  const found = new Map<string, readonly Judgement[]>();
  const note = (name: string, judgement: Judgement) =>
    found.set(name, [...(found.get(name) ?? []), judgement]);
  for (const { sql } of statements) {
    const { tables, refusal, subject, advice } = judgeStatement(sql, before);
    for (const name of tables) note(name, applies);
    if (refusal !== null) note(subject, silentlyWrong(refusal, advice));
  }
  const after = statements.at(-1)?.after ?? before;
  const forward = legLineages(before, statements).at(-1) ?? new Map();
  const lineages = new Map([...forward].map(([name, lineage]) => [name, invertLineage(lineage)]));
  const writer = withoutNewTables(after, before);
  for (const { table, ...judgement } of judgeStructures({ before: writer, after: before, applier, lineages }))
    note(table, judgement);
  for (const old of Object.values(before.tables)) {
    const [now, lineage] = [writer.tables[old.name], lineages.get(old.name)];
    if (now === undefined || lineage === undefined) continue;
    for (const judgement of judgeOldRows({ before: now, after: old, lineage, applier }))
      note(old.name, judgement);
  }
  return [...found]
    .map(([table, judgements]) => ({ table, ...gravest(judgements) }))
    .sort((a, b) => (a.table < b.table ? -1 : 1));
}

/** A table that a leg makes goes direct, and both sides have it before the leg begins. */
function withoutNewTables({ tables, others }: Structure, before: Structure): Structure {
  const kept = Object.entries(tables).filter(([name]) => name in before.tables);
  return { tables: Object.fromEntries(kept), others };
}
