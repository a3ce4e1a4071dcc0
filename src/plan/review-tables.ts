/**
 * Both verdicts of every table that a leg changes, in the form a reviewer reads: old events on the new structure, and
 * new events on the old one. Pure but for the questions, which are asked by whoever can.
 */
import { judgeBack } from './judge-back.js';
import { type JudgedBatch, judgeBatch } from './judge-batch.js';
import type { Verdict } from './plan.js';
import type { DirectedVerdict, ReviewedTable } from './review.js';
import type { Structure } from './structure.js';
import type { Judgement } from './verdict/judgement.js';
import { type Lineages, legLineages } from './verdict/leg-lineages.js';

export type ReviewedLeg = JudgedBatch & { readonly database: string };

/** In name order; other objects that change stand among the tables as `trigger:t`. Questions have no answers yet. */
export function reviewTables({ database, ...batch }: ReviewedLeg): readonly ReviewedTable[] {
  const backs = new Map(judgeBack(batch).map(({ table, ...judgement }) => [table, judgement]));
  const lineages = legLineages(batch.before, batch.statements).at(-1) ?? new Map();
  return judgeBatch(batch).map(({ table: name, ...judgement }) => {
    const back = backs.get(name) ?? judgement;
    return {
      schema: database,
      name,
      oldToNew: directed(judgement),
      newToOld: directed(back, mayReplicate(back.verdict) ? unheard(name, lineages, batch) : []),
    };
  });
}

/**
 * Those of a plan. Row events have nothing to say on other objects: that `trigger:t` never flips is a refusal where it
 * matters, and not worth a word where it goes direct.
 */
export function onlyTables(
  reviewed: readonly ReviewedTable[],
  { tables }: Structure,
): readonly ReviewedTable[] {
  return reviewed.filter(({ name }) => Object.hasOwn(tables, name));
}

/**
 * The same with answers. `ask` runs a query in the database of the pair's passive, and is null where that cannot be
 * asked. What new events would meet on the old side is not there yet to be counted.
 */
export async function withAnswers(
  tables: readonly ReviewedTable[],
  ask: (query: string) => Promise<number | null>,
): Promise<readonly ReviewedTable[]> {
  const answered: ReviewedTable[] = [];
  for (const table of tables) {
    const questions = [];
    for (const { query } of table.oldToNew.questions ?? []) questions.push({ query, rows: await ask(query) });
    answered.push(questions.length === 0 ? table : { ...table, oldToNew: { ...table.oldToNew, questions } });
  }
  return answered;
}

function mayReplicate({ kind }: Verdict): boolean {
  return kind === 'applies' || kind === 'applies-with-conversion';
}

function directed({ verdict, advice }: Judgement, more: readonly string[] = []): DirectedVerdict {
  const why = verdict.kind === 'applies' ? [] : [verdict.why];
  return {
    verdict: verdict.kind,
    reasons: [...why, ...(advice === undefined ? [] : [advice]), ...more],
    ...(verdict.kind === 'applies-with-conversion' && { conversions: verdict.conversions }),
    ...(verdict.kind === 'stops' && { errnos: verdict.errnos }),
    ...(verdict.kind === 'depends-on-data' && { questions: [{ query: verdict.query, rows: null }] }),
  };
}

/** What a flip back would find, though every event applied: columns that only one of the sides has. */
function unheard(name: string, lineages: Lineages, { before, statements }: JudgedBatch): readonly string[] {
  const lineage = lineages.get(name) ?? new Map<string, string>();
  const [old, now] = [columnsOf(name, before), columnsOf(name, statements.at(-1)?.after ?? before)];
  const came = now.filter(column => !lineage.has(column));
  const went = old.filter(column => ![...lineage.values()].includes(column));
  return [
    ...came.map(column => `what is written to the new column ${column} does not arrive on the old side`),
    ...went.map(
      column => `rows that are written have the default of the dropped column ${column} on the old side`,
    ),
  ];
}

function columnsOf(name: string, { tables }: Structure): readonly string[] {
  return tables[name]?.columns.map(column => column.name) ?? [];
}
