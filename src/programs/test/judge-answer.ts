/** Holds what a server said against what a test expects. Pure. */
import { diffTexts } from '../../plan/diff-texts.js';
import type { Answer, ExpectedResult, ResultTable, TestFailure, TestStep } from './program-test.js';
import { printCell, printTables } from './result-table.js';

/** Null where the answer is as expected. */
export function judgeAnswer({ expected, line }: TestStep, answer: Answer): TestFailure | null {
  if (expected.kind === 'error') return judgeError(expected, answer);
  if (answer.kind === 'error') return { line, message: `it failed: ${describeError(answer)}` };
  if (expected.kind === 'success') return null;
  return judgeResults(expected, answer.results);
}

type ExpectedError = Extract<TestStep['expected'], { readonly kind: 'error' }>;
type ExpectedResults = Extract<TestStep['expected'], { readonly kind: 'results' }>;
type ErrorAnswer = Extract<Answer, { readonly kind: 'error' }>;

function judgeError({ line, code, text }: ExpectedError, answer: Answer): TestFailure | null {
  if (answer.kind === 'results')
    return { line, message: `an error${code === null ? '' : ` ${code}`} was expected, and none came` };
  const rightCode = code === null || code === answer.sqlState || code === String(answer.number);
  if (rightCode && answer.text.includes(text)) return null;
  const came = code !== null && /^\d{4}$/.test(code) ? String(answer.number) : answer.sqlState;
  return {
    line,
    message: `another error was expected; it failed: ${describeError(answer)}`,
    diff: diffTexts(`error ${code ?? came}: ${text}`, `error ${came}: ${answer.text}`),
  };
}

function describeError({ number, sqlState, text }: ErrorAnswer): string {
  return `${number} (${sqlState}) ${text}`;
}

function judgeResults({ line, results }: ExpectedResults, came: readonly ResultTable[]): TestFailure | null {
  if (results.length !== came.length) {
    const number = came.length === 0 ? 'none' : came.length;
    const message = `${plural(results.length, 'result')} expected, and ${number} came`;
    if (came.length === 0) return { line, message };
    return { line, message, diff: diffTexts('', printTables(came).join('\n\n')) };
  }
  for (const [index, table] of came.entries()) {
    const expected = results[index] as ExpectedResult;
    const failure = judgeResult(expected, table);
    const which = results.length === 1 ? '' : `result ${index + 1}: `;
    if (failure !== null) return { ...failure, message: `${which}${failure.message}` };
  }
  return null;
}

function judgeResult(expected: ExpectedResult, came: ResultTable): TestFailure | null {
  const { line } = expected;
  if (expected.kind === 'count') {
    if (came.rows.length === expected.count) return null;
    const message = `${plural(expected.count, 'row')} expected, and ${came.rows.length} came`;
    return { line, message, diff: diffTexts('', printTables([came])[0] ?? '') };
  }
  const order = expected.anyOrder ? sorted : (table: ResultTable) => table;
  const [wanted = '', got = ''] = printTables([order(expected.table), order(came)]);
  if (wanted === got) return null;
  const same = printTables([sorted(expected.table), sorted(came)]);
  const message =
    same[0] === same[1] ? 'the rows came in another order' : 'the rows are not the expected ones';
  return { line, message, diff: diffTexts(wanted, got) };
}

function sorted({ columns, rows }: ResultTable): ResultTable {
  const keyed = rows.map(row => ({ row, key: JSON.stringify(row.map(printCell)) }));
  keyed.sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0));
  return { columns, rows: keyed.map(({ row }) => row) };
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
