/**
 * What writers do, as data: the table, what was in it before, and the unending series of writes of each writer. No
 * writer draws lots: two runs with the same counts have written the same things.
 */

import { numbersTo } from '../numbers-to.js';

export type Workload = {
  /** Name of the table; `ordersTable` says what writers need of it. More columns and keys may come at any time. */
  readonly table: string;
  /** Rows before the first write, ids 1 to `rows`. */
  readonly rows: number;
  /** The first ids are counters: every writer adds to them, nobody deletes them. */
  readonly counters: number;
  readonly writers: number;
  /** Time in ms between the answer to a write and the next write; none when left out. */
  readonly thinkMs?: number;
  /** Time in ms between two looks at who is writable, 3 when left out; the servers' own logs tell it too. */
  readonly lookMs?: number;
};

export type Operation =
  /** A row with an id that nobody has used. */
  | { readonly kind: 'insert'; readonly id: number }
  | { readonly kind: 'delete'; readonly id: number }
  /** One more; the answer is the new value. */
  | { readonly kind: 'count'; readonly counter: number }
  /** Both in one transaction. */
  | { readonly kind: 'book'; readonly id: number; readonly counter: number };

export function ordersTable(table: string): string {
  return `CREATE TABLE ${table} (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer INT NOT NULL,
  quantity INT NOT NULL DEFAULT 0,
  note VARCHAR(40) NOT NULL
)`;
}

/** Statements that fill the table, some ten thousand rows a transaction. */
export function fillStatements({ table, rows }: Workload): readonly string[] {
  const chunk = 50_000;
  return Array.from({ length: Math.ceil(rows / chunk) }, (_, index) => {
    const before = index * chunk;
    return `INSERT INTO ${table} (id, customer, quantity, note)
SELECT ${before} + seq, 0, 0, CONCAT('before ', ${before} + seq) FROM ${numbersTo(Math.min(chunk, rows - before))}`;
  });
}

/** Content of a row by its id: who finds other content has found a mistake. `customer` is the writer, 0 before. */
export function rowOf(id: number, workload: Workload): { readonly customer: number; readonly note: string } {
  return id <= workload.rows
    ? { customer: 0, note: `before ${id}` }
    : { customer: 1 + (id % workload.writers), note: `order ${id}` };
}

/**
 * The writes of writer `writer` (from 0), in order, for ever: of twenty, ten inserts, five counts, two bookings, two
 * deletes of own rows, and one of a row that was there before, as long as there are such rows.
 */
export function* operationsOf(writer: number, workload: Workload): Generator<Operation, never> {
  const { rows, counters, writers } = workload;
  const own: number[] = [];
  let id = (Math.floor(rows / writers) + 1) * writers + writer;
  let before = counters + 1 + writer;
  for (let n = writer * 3; ; n++) {
    const turn = n % 20;
    const counter = ((n * 7 + writer * 13) % counters) + 1;
    const victim = turn % 8 === 7 ? own.shift() : undefined;
    if (victim !== undefined) yield { kind: 'delete', id: victim };
    else if (turn === 19 && before <= rows) {
      yield { kind: 'delete', id: before };
      before += writers;
    } else if (turn % 4 === 1) yield { kind: 'count', counter };
    else {
      own.push(id);
      yield turn % 10 === 2 ? { kind: 'book', id, counter } : { kind: 'insert', id };
      id += writers;
    }
  }
}
