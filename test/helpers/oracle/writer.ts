/**
 * A program: one application server. It writes as fast as it is answered and thinks, one connection, one write at a
 * time, to the server that the pointer file names, and reads the pointer again after any error.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { ResultSetHeader } from 'mysql2/promise';
import type { Side } from '../../../src/pair/side.js';
import type { PointerValue } from '../../../src/pointer/pointer.js';
import { openSession, type Session } from '../../../src/server/connection.js';
import { errno } from '../../../src/server/errno.js';
import { runProgram, type Work } from './program.js';
import { type Operation, operationsOf, rowOf, type Workload } from './workload.js';
import { type Answer, now, openWriteLog, type WriteLog } from './write-log.js';

export type WriterInput = {
  readonly writer: number;
  readonly workload: Workload;
  readonly pointerFile: string;
  readonly logFile: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** The same on both sides: their data directories are copies of one. */
  readonly serverPublicKey?: string;
};

export type WriterReport = {
  readonly acknowledged: number;
  readonly refused: number;
  readonly unknown: number;
};

/** How long a writer that was turned away waits before it asks again. */
const retryMs = 5;
const reportMs = 50;

/** The server says that nothing was done: closed for writes, a lock not got, a deadlock (rolled back as a whole). */
const surelyNot: readonly number[] = [errno.readOnly, errno.lockWaitTimeout, 1213];

await runProgram<WriterInput, WriterReport>(async (input, work) => {
  const log = openWriteLog(input.logFile);
  const count = { acknowledged: 0, refused: 0, unknown: 0 };
  const timer = setInterval(() => work.tell(count), reportMs);
  const operations = operationsOf(input.writer, input.workload);
  let connection = await connect(input, work);
  work.ready();
  let operation = operations.next().value;
  for (let n = 1; connection !== null && !work.stopping.aborted; n++) {
    const { outcome } = await attempt({ n, operation, connection, workload: input.workload, log });
    count[outcome] += 1;
    if (outcome !== 'acknowledged') connection = await reconnect(connection, input, work);
    // What was refused is tried again; what may have been done never is.
    if (outcome !== 'refused') operation = operations.next().value;
    if (input.workload.thinkMs !== undefined) await delay(input.workload.thinkMs);
  }
  clearInterval(timer);
  work.tell(count);
  log.close();
  await connection?.session.close();
});

type Connection = { readonly session: Session; readonly side: Side; readonly generation: number };

/** Null when the writer is told to stop before anybody lets it in. */
async function connect(input: WriterInput, work: Work<WriterReport>): Promise<Connection | null> {
  const { pointerFile, user, password, database, serverPublicKey: key } = input;
  const account = { user, password, database, ...(key === undefined ? {} : { serverPublicKey: key }) };
  while (!work.stopping.aborted) {
    const { active, host, port, generation } = readPointer(pointerFile);
    const session = await openSession({ label: active, host, port, ...account }).catch(() => null);
    if (session !== null) return { session, side: active, generation };
    await delay(retryMs);
  }
  return null;
}

/** Keeps a connection that still leads where the pointer says. */
async function reconnect(old: Connection, input: WriterInput, work: Work<WriterReport>) {
  await delay(retryMs);
  const { active, generation } = readPointer(input.pointerFile);
  if (old.session.isOpen() && active === old.side) return { ...old, generation };
  old.session.abandon();
  return connect(input, work);
}

function readPointer(file: string): PointerValue {
  return JSON.parse(readFileSync(file, 'utf8')) as PointerValue;
}

type Try = {
  readonly n: number;
  readonly operation: Operation;
  readonly connection: Connection;
  readonly workload: Workload;
  readonly log: WriteLog;
};

async function attempt({ n, operation, connection, workload, log }: Try): Promise<Answer> {
  const { session, side, generation } = connection;
  log.append({ n, operation, side, generation, sentAt: now() });
  const answer = await write(session, operation, workload).then(
    value => ({ outcome: 'acknowledged', value }) as const,
    error => outcomeOf(error),
  );
  const line = { n, ...answer, answeredAt: now() };
  log.append(line);
  if (answer.outcome === 'unknown') session.abandon();
  // A statement that is refused leaves the transaction around it open.
  else if (answer.outcome === 'refused' && operation.kind === 'book')
    await session.send('ROLLBACK').catch(() => session.abandon());
  return line;
}

function outcomeOf(error: { readonly errno?: number }): Pick<Answer, 'outcome' | 'errno'> {
  const number = error.errno !== undefined && error.errno > 0 ? error.errno : null;
  return { outcome: number !== null && surelyNot.includes(number) ? 'refused' : 'unknown', errno: number };
}

/** Resolves to the `value` of the answer. Throws the driver's own error. */
async function write({ driver }: Session, operation: Operation, workload: Workload): Promise<number> {
  const send = async (sql: string) => (await driver.query<ResultSetHeader>(sql))[0];
  const { table } = workload;
  // LAST_INSERT_ID(value) hands the new value back with the answer itself.
  const count = (id: number) =>
    `UPDATE ${table} SET quantity = LAST_INSERT_ID(quantity + 1) WHERE id = ${id}`;
  const insert = (id: number): string => {
    const { customer, note } = rowOf(id, workload);
    return `INSERT INTO ${table} (id, customer, note) VALUES (${id}, ${customer}, '${note}')`;
  };
  switch (operation.kind) {
    case 'insert':
      return (await send(insert(operation.id))).affectedRows;
    case 'delete':
      return (await send(`DELETE FROM ${table} WHERE id = ${operation.id}`)).affectedRows;
    case 'count':
      return (await send(count(operation.counter))).insertId;
    case 'book': {
      await send('START TRANSACTION');
      const { insertId } = await send(count(operation.counter));
      await send(insert(operation.id));
      await send('COMMIT');
      return insertId;
    }
    default: {
      const never: never = operation;
      return never;
    }
  }
}
