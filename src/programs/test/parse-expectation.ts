/** Reads what the comments behind a statement expect of it. Pure. */
import type { Problem } from '../../sql/source.js';
import type { Cell, Expectation, ExpectedResult } from './program-test.js';
import { parseRow } from './result-table.js';

/** A comment that begins with two dashes, without them and the blanks around its text. */
export type CommentLine = { readonly text: string; readonly line: number; readonly offset: number };

/** Whether a comment says something to the runner of tests; everything else is for people. */
export function isDirective(text: string): boolean {
  return /^(?:\||\+-[-+]*\+$|expect\b|test:)/i.test(text);
}

/** `refuse` gives the error that is thrown for what cannot be meant. */
export function parseExpectation(
  comments: readonly CommentLine[],
  refuse: (at: CommentLine, problem: Problem) => Error,
): Expectation {
  const lines = comments.filter(({ text }) => isDirective(text));
  const [first] = lines;
  if (first === undefined) return { kind: 'success' };
  const error = parseError(first);
  if (error !== null) {
    if (lines[1] !== undefined) throw refuse(lines[1], MORE_THAN_AN_ERROR);
    return error;
  }
  if (NO_RESULT.test(first.text) && lines.length === 1)
    return { kind: 'results', line: first.line, results: [] };
  const results: ExpectedResult[] = [];
  for (let at = 0; at < lines.length; ) {
    const { result, end } = readResult(lines, at, refuse);
    results.push(result);
    at = end;
  }
  return { kind: 'results', line: first.line, results };
}

const NO_RESULT = /^expect:? no result$/i;
const ERROR = /^expect:? error(?: ([0-9A-Z]{5}|\d{4}))?(?:: *(.*))?$/i;
const ROWS = /^expect:?(?: (?:(no|\d+) rows?)?)? ?(in any order)?:?$/i;
const BORDER = /^\+-/;

function parseError({ text, line }: CommentLine): Expectation | null {
  const found = ERROR.exec(text);
  if (found === null) return null;
  return { kind: 'error', line, code: found[1]?.toUpperCase() ?? null, text: found[2] ?? '' };
}

type Read = { readonly result: ExpectedResult; readonly end: number };

function readResult(lines: readonly CommentLine[], at: number, refuse: Refuse): Read {
  const head = lines[at] as CommentLine;
  if (!/^expect/i.test(head.text)) return readTable(lines, at, { refuse, anyOrder: false });
  const words = ROWS.exec(head.text);
  if (words === null) throw refuse(head, UNKNOWN_EXPECTATION);
  const count = words[1] === undefined ? null : Number(words[1].toLowerCase() === 'no' ? 0 : words[1]);
  const anyOrder = words[2] !== undefined;
  const next = lines[at + 1];
  if (next !== undefined && next.line === head.line + 1 && /^[|+]/.test(next.text)) {
    const read = readTable(lines, at + 1, { refuse, anyOrder });
    const { table } = read.result as Extract<ExpectedResult, { kind: 'table' }>;
    if (count !== null && count !== table.rows.length) throw refuse(head, OTHER_COUNT);
    return read;
  }
  if (count === null) throw refuse(head, NO_TABLE);
  return { result: { kind: 'count', line: head.line, count }, end: at + 1 };
}

type Refuse = Parameters<typeof parseExpectation>[1];
type Context = { readonly refuse: Refuse; readonly anyOrder: boolean };

/** Lines one below the other, as a client prints them: with borders or without, which end the table behind rows. */
function readTable(lines: readonly CommentLine[], start: number, { refuse, anyOrder }: Context): Read {
  const rows: (readonly Cell[])[] = [];
  let at = start;
  for (; continues(lines, start, at); at++) {
    const line = lines[at] as CommentLine;
    if (BORDER.test(line.text)) {
      if (rows.length < 2) continue;
      at++;
      break;
    }
    const row = parseRow(line.text);
    if (row === null) throw refuse(line, UNENDED_ROW);
    if (rows[0] !== undefined && rows[0].length !== row.length) throw refuse(line, OTHER_WIDTH);
    rows.push(row);
  }
  const [header, ...body] = rows;
  const first = lines[start] as CommentLine;
  if (header === undefined) throw refuse(first, NO_TABLE);
  const table = { columns: header.map(name => name ?? 'NULL'), rows: body };
  return { result: { kind: 'table', line: first.line, anyOrder, table }, end: at };
}

function continues(lines: readonly CommentLine[], start: number, at: number): boolean {
  const [line, before] = [lines[at], lines[at - 1]];
  if (line === undefined || !/^[|+]/.test(line.text)) return false;
  return at === start || line.line === (before?.line ?? 0) + 1;
}

const UNKNOWN_EXPECTATION: Problem = {
  id: 'unknown-expectation',
  message: 'This expectation is not understood.',
  hint: 'Write `-- expect: 2 rows`, `-- expect: no result`, `-- expect in any order:` above a table, or `-- expect error 45000: text`.',
};

const MORE_THAN_AN_ERROR: Problem = {
  id: 'more-than-an-error',
  message: 'More is expected of a statement that is to fail.',
  hint: 'A statement fails or gives rows: leave one of the two out.',
};

const NO_TABLE: Problem = {
  id: 'no-table',
  message: 'No table stands below it.',
  hint: 'Put lines like `-- | ip | hash |` directly below, names of columns first.',
};

const OTHER_COUNT: Problem = {
  id: 'other-count',
  message: 'The table below has another number of rows.',
  hint: 'Correct the number, or leave it out: the table says it too.',
};

const UNENDED_ROW: Problem = {
  id: 'unended-row',
  message: 'This row does not end with a bar.',
  hint: "End it with `|`; a value that has one itself stands in quotes: `'a|b'`.",
};

const OTHER_WIDTH: Problem = {
  id: 'other-width',
  message: 'This row has not as many values as the table has columns.',
  hint: "A bar inside of a value stands in quotes: `'a|b'`; a second table begins behind an empty line.",
};
