/**
 * What knex takes for its connection: it turns values into text as the driver would, sends one statement after
 * the other through the given function, and converts dates to what migrations are used to.
 */
import type { Session } from '../server/connection.js';

export type OutgoingStatement = {
  /** Final text: values are inlined exactly as the driver does. */
  readonly sql: string;
  /** Options of the driver for reading the answer, such as `nestTables`. */
  readonly options: object;
};

/** What the driver answers: rows or a result header, and the fields. */
export type Answer = Awaited<ReturnType<Session['driver']['query']>>;

export type SendStatement = (statement: OutgoingStatement) => Promise<Answer>;

type Callback = (error: unknown, ...answer: Partial<Answer>) => void;

export function knexConnection(session: Session, send: SendStatement) {
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;

  /** One at a time: what becomes of a statement may take several round trips. Undefined: it was not sent any more. */
  function inTurn(statement: OutgoingStatement): Promise<Answer | undefined> {
    const answer = last.then(() => (closed ? undefined : send(statement)));
    last = answer.catch(() => undefined);
    return answer;
  }

  return {
    threadId: session.threadId,
    query(query: string | { readonly sql: string }, ...rest: unknown[]): void {
      const { sql, ...options } = typeof query === 'string' ? { sql: query } : query;
      const callback = rest.pop();
      if (typeof callback !== 'function') throw new Error('streams are not supported in migrations');
      const text = session.driver.format(sql, rest[0] ?? []);
      inTurn({ sql: text, options: { typeCast: datesAsObjects, ...options } }).then(
        answer => {
          // Nobody waits any more for what came after the end of the migration.
          if (answer !== undefined) (callback as Callback)(null, ...answer);
        },
        (error: unknown) => (callback as Callback)(error),
      );
    },
    /** From now on nothing is sent, also of what has its turn still before it. */
    close: (): void => {
      closed = true;
    },
    /** Resolves when everything that was sent has been answered. */
    idle: async (): Promise<void> => {
      let seen: unknown;
      while (seen !== last) {
        seen = last;
        await last;
      }
    },
  };
}

type Field = { readonly type: string; string(): string | null };

/** Our sessions read dates as text; a migration written for knex expects Date objects in local time. */
function datesAsObjects(field: Field, next: () => unknown): unknown {
  if (!['DATE', 'DATETIME', 'TIMESTAMP'].includes(field.type)) return next();
  const text = field.string();
  return text === null ? null : new Date(text.length === 10 ? `${text} 00:00:00` : text);
}
