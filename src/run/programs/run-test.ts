/** Runs one test in a schema of its own, and says how it ended. */
import { FailedError } from '../../errors.js';
import { judgeAnswer } from '../../programs/test/judge-answer.js';
import type { Answer, ProgramTest, TestFailure } from '../../programs/test/program-test.js';
import { type Session, withSession } from '../../server/connection.js';
import { readResultSets } from '../../server/result-sets.js';
import { ServerError } from '../../server/server-error.js';
import type { TestBasis } from './prepare-tests.js';
import { type TestSchema, withTestSchema } from './test-schema.js';
import type { TestServer } from './test-server.js';

export type TestLab = {
  readonly server: TestServer;
  readonly basis: TestBasis;
  /** The database of the pair, for messages: the schema of a test has a name that means nothing. */
  readonly database: string;
  /** For each test, from its first statement on. */
  readonly timeoutMs: number;
  readonly stop: AbortSignal;
};

export type TestResult = {
  readonly test: ProgramTest;
  /** Null: it passed. */
  readonly failure: TestFailure | null;
  readonly ms: number;
};

/** A test ends with its first failure. Throws StoppedError, and ServerError when the server is lost. */
export function runTest(lab: TestLab, control: Session, test: ProgramTest): Promise<TestResult> {
  return withTestSchema(control, lab, async schema => {
    const began = performance.now();
    const failure = await withinTime(lab, schema, step => runSteps(lab, schema, { test, step }));
    return { test, failure, ms: Math.round(performance.now() - began) };
  });
}

type Course = { readonly test: ProgramTest; readonly step: (line: number) => void };

async function runSteps(
  { database }: TestLab,
  { session, schema }: TestSchema,
  { test, step }: Course,
): Promise<TestFailure | null> {
  for (const each of test.steps) {
    step(each.line);
    const failure = judgeAnswer(each, await answerTo(session, each.text, [schema, database]));
    if (failure !== null) return failure;
  }
  return null;
}

async function answerTo(
  session: Session,
  sql: string,
  [schema, database]: readonly [string, string],
): Promise<Answer> {
  try {
    return { kind: 'results', results: await readResultSets(session, sql) };
  } catch (error) {
    if (!(error instanceof ServerError) || error.errno === null) throw error;
    const text = error.serverText.replaceAll(schema, database);
    return { kind: 'error', number: error.errno, sqlState: error.sqlState ?? 'HY000', text };
  }
}

/** Ends the test's session on the server when it takes too long, or when nobody waits for it any more. */
async function withinTime(
  { timeoutMs, stop }: TestLab,
  { account, session }: TestSchema,
  run: (step: (line: number) => void) => Promise<TestFailure | null>,
): Promise<TestFailure | null> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const over = AbortSignal.any([timeout, stop]);
  let at = 0;
  // Accounts may end sessions of their own without a privilege.
  const end = () =>
    void withSession(account, own => own.send(`KILL ${session.threadId}`)).catch(() => undefined);
  over.addEventListener('abort', end);
  try {
    stop.throwIfAborted();
    return await run(line => {
      at = line;
    });
  } catch (error) {
    if (!over.aborted) throw error;
    if (stop.aborted) throw new FailedError('stopped', { cause: error });
    return { line: at, message: `it did not end within ${timeoutMs / 1000} s` };
  } finally {
    over.removeEventListener('abort', end);
  }
}
