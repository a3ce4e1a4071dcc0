/** Verdicts as a reader counts them: tables of which the same is said share a row, the gravest first. Pure. */
import { crossedTables } from '../crossed-tables.js';
import type { Plan } from '../plan.js';
import type { DirectedVerdict, ReviewedTable } from '../review.js';
import { gravity } from '../verdict/judgement.js';
import { type Alike, alike } from './alike.js';
import { count } from './markup.js';

export type VerdictRow = {
  readonly tables: readonly ReviewedTable[];
  readonly oldToNew: VerdictCell;
  readonly newToOld: VerdictCell;
};

export type VerdictCell = {
  /** `stops (13146)`. */
  readonly verdict: string;
  readonly lines: readonly VerdictLine[];
};

/** A reason, or a query with its answer. */
export type VerdictLine = { readonly text: string; readonly answer: string | null };

export function verdictRows({ review }: Plan): readonly VerdictRow[] {
  const tables = review === undefined ? [] : crossedTables(review);
  const sorted = [...tables].sort((one, other) => graver(one, other));
  return alike(sorted, table => ({ texts: textsOf(table), own: [[table.name, '‹table›']] })).map(rowOf);
}

export function appliesBothWays({ oldToNew, newToOld }: ReviewedTable): boolean {
  return oldToNew.verdict === 'applies' && newToOld.verdict === 'applies';
}

/** By what old events meet first: that is what a plan is refused for. */
function graver(one: ReviewedTable, other: ReviewedTable): number {
  const by = (way: 'oldToNew' | 'newToOld') =>
    gravity({ kind: other[way].verdict }) - gravity({ kind: one[way].verdict });
  return by('oldToNew') || by('newToOld');
}

/** The first is what no table's name is in. */
function textsOf({ oldToNew, newToOld }: ReviewedTable): readonly string[] {
  const [old, now] = [linesOf(oldToNew), linesOf(newToOld)];
  const answers = [...old, ...now].map(({ answer }) => answer);
  const said = JSON.stringify([verdictOf(oldToNew), verdictOf(newToOld), old.length, answers]);
  return [said, ...[...old, ...now].map(({ text }) => text)];
}

function rowOf({ texts: [, ...texts], items: tables }: Alike<ReviewedTable>): VerdictRow {
  const cell = (direction: DirectedVerdict | undefined, from: number): VerdictCell => ({
    verdict: direction === undefined ? '' : verdictOf(direction),
    lines: (direction === undefined ? [] : linesOf(direction)).map((line, index) => ({
      ...line,
      text: texts[from + index] ?? line.text,
    })),
  });
  const oldToNew = cell(tables[0]?.oldToNew, 0);
  return { tables, oldToNew, newToOld: cell(tables[0]?.newToOld, oldToNew.lines.length) };
}

function verdictOf({ verdict, conversions = [], errnos = [] }: DirectedVerdict): string {
  const how = [...conversions, ...errnos].join(', ');
  return how === '' ? verdict : `${verdict} (${how})`;
}

function linesOf({ reasons, questions = [] }: DirectedVerdict): readonly VerdictLine[] {
  const asked = questions.map(({ query, rows }) => ({
    text: query,
    answer: rows === null ? 'was not asked' : `finds ${count(rows, 'row')}`,
  }));
  return [...reasons.map(text => ({ text, answer: null })), ...asked];
}
