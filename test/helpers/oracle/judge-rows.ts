/** Holds the rows of one server against what the writers were told. Pure: rows may come from anywhere. */
import type { Expected, ExpectedCounter } from './expect-rows.js';
import { rowOf, type Workload } from './workload.js';

export type StoredRow = {
  readonly id: number;
  readonly customer: number;
  readonly quantity: number;
  readonly note: string;
};

export type RowVerdict = {
  readonly rows: number;
  /** Acknowledged and not there. */
  readonly lost: readonly string[];
  /** There more often than acknowledged. */
  readonly twice: readonly string[];
  /** Deleted and there again. */
  readonly resurrected: readonly string[];
  /** There with other content, or written by nobody. */
  readonly wrong: readonly string[];
  /** How writes of unknown outcome turned out; must be the same on both servers. */
  readonly settled: readonly string[];
};

type Lists = { [list in Exclude<keyof RowVerdict, 'rows'>]: string[] };

/** `stored` in order of `id`. */
export async function judgeRows(
  stored: AsyncIterable<StoredRow> | Iterable<StoredRow>,
  { expected, workload }: { readonly expected: Expected; readonly workload: Workload },
): Promise<RowVerdict> {
  const lists: Lists = { lost: [], twice: [], resurrected: [], wrong: [], settled: [] };
  const seen = new Map<number, number>();
  for await (const row of stored) {
    if (seen.has(row.id)) lists.twice.push(`row ${row.id}`);
    seen.set(row.id, row.quantity);
    judgeContent(row, workload, lists);
    judgePresent(row.id, expected, { workload, lists });
  }
  judgeAbsent(seen, expected, { workload, lists });
  for (const [id, counter] of expected.counters) judgeCounter(id, counter, { seen, lists });
  return { rows: seen.size, ...lists };
}

function judgeContent({ id, customer, quantity, note }: StoredRow, workload: Workload, lists: Lists): void {
  const right = rowOf(id, workload);
  const plain = id <= workload.counters || quantity === 0;
  if (customer !== right.customer || note !== right.note || !plain)
    lists.wrong.push(`row ${id}: customer ${customer}, quantity ${quantity}, note ${JSON.stringify(note)}`);
}

type Context = { readonly workload: Workload; readonly lists: Lists };

function judgePresent(id: number, { rows }: Expected, { workload, lists }: Context): void {
  const state = rows.get(id);
  if (state === 'absent') lists.resurrected.push(`row ${id}`);
  else if (state === undefined && id > workload.rows) lists.wrong.push(`row ${id}: nobody wrote it`);
}

function judgeAbsent(
  seen: ReadonlyMap<number, number>,
  { rows }: Expected,
  { workload, lists }: Context,
): void {
  for (const [id, state] of rows) {
    if (state === 'present' && !seen.has(id)) lists.lost.push(`row ${id}`);
    else if (state === 'either') lists.settled.push(`row ${id}: ${seen.has(id) ? 'there' : 'not there'}`);
  }
  for (let id = 1; id <= workload.rows; id++) {
    if (!seen.has(id) && !rows.has(id)) lists.lost.push(`row ${id}, there before the first write`);
  }
}

type Counted = { readonly seen: ReadonlyMap<number, number>; readonly lists: Lists };

function judgeCounter(id: number, counter: ExpectedCounter, { seen, lists }: Counted): void {
  const stored = seen.get(id) ?? 0;
  const least = counter.acknowledged + counter.unknownWith.filter(row => seen.has(row)).length;
  const story = `counter ${id} is ${stored}, ${counter.acknowledged} additions were acknowledged`;
  if (stored < least || stored < counter.highest) lists.lost.push(story);
  if (stored > least + counter.unknown) lists.twice.push(story);
  if (counter.unknown > 0) lists.settled.push(`counter ${id}: ${stored}`);
}
