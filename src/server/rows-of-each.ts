/**
 * The rows of many statements that only read. Where the server takes a block of statements (MariaDB), some go in one
 * packet: that takes a third of the time of one after the other (1,000 SHOW CREATE, tested). Elsewhere each goes alone,
 * because a session that takes several statements in one text would take those of a text that was tampered with too.
 */
import type { Row, Session } from './connection.js';
import { errno } from './errno.js';
import { isErrno, ServerError } from './server-error.js';

export type Answer = readonly Row[] | ServerError;

/** In their order, with the server's refusal where it is one. Throws ServerError when the server is lost. */
export async function rowsOfEach(
  session: Session,
  statements: readonly string[],
): Promise<readonly Answer[]> {
  const [first = [], ...others] = inBlocks(statements);
  const answers = first.length < 2 ? null : await rowsOfBlock(session, first).catch(refusal);
  if (isErrno(answers, errno.syntax) || answers === null) return each(session, statements);
  const rest = await Promise.all(others.map(block => answersOf(session, block)));
  return [answers instanceof ServerError ? await each(session, first) : answers, ...rest].flat();
}

const perBlock = 50;

function inBlocks(statements: readonly string[]): readonly (readonly string[])[] {
  const count = Math.ceil(statements.length / perBlock);
  return Array.from({ length: count }, (_, at) => statements.slice(at * perBlock, (at + 1) * perBlock));
}

/** A block ends at what the server refuses of it. */
async function answersOf(session: Session, block: readonly string[]): Promise<readonly Answer[]> {
  const answers = await rowsOfBlock(session, block).catch(refusal);
  return answers instanceof ServerError ? each(session, block) : answers;
}

async function rowsOfBlock(session: Session, block: readonly string[]): Promise<readonly (readonly Row[])[]> {
  const sets = await session.rows(`BEGIN NOT ATOMIC ${block.map(sql => `${sql};`).join(' ')} END`);
  // Behind the rows of each comes the ending of the block.
  return (sets as unknown as readonly (readonly Row[])[]).slice(0, block.length);
}

function each(session: Session, statements: readonly string[]): Promise<readonly Answer[]> {
  return Promise.all(statements.map(sql => session.rows(sql).catch(refusal)));
}

function refusal(error: unknown): ServerError {
  if (error instanceof ServerError && error.errno !== null) return error;
  throw error;
}
