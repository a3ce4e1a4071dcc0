/**
 * Reads a file of tests: SQL as the mysql client reads it, with comments that say where a test begins and what a
 * statement is expected to answer. Statements in front of the first test prepare each of them. Pure.
 */
import { openSource, type Problem, positionAt, refusal, type Source } from '../../sql/source.js';
import { type Piece, splitSql } from '../../sql/split.js';
import { lineComment, tokenAt } from '../../sql/token.js';
import { type CommentLine, isDirective, parseExpectation } from './parse-expectation.js';
import type { ProgramTest, TestStep } from './program-test.js';

/**
 * A file without `-- test:` is one test, which has the name of the file.
 * @throws ConfigError with `file:line:column` for what cannot be meant
 */
export function parseTestFile(text: string, file: string): readonly ProgramTest[] {
  const source = openSource(text, file);
  const parts: Part[] = [{ begin: null, steps: [] }];
  for (const { statement, comments } of statementsWithComments(source)) {
    const refuse = (at: CommentLine, problem: Problem) => refusal(source, at.offset, problem);
    const begins = comments.findIndex(({ text: comment }) => TEST.test(comment));
    const own = begins === -1 ? comments : comments.slice(0, begins);
    if (statement === null) refuseDirectives(own, refuse);
    else parts.at(-1)?.steps.push({ ...statement, expected: parseExpectation(own, refuse) });
    if (begins !== -1) beginTests(parts, comments.slice(begins), refuse);
  }
  return testsOf(parts, source);
}

type Part = { readonly begin: CommentLine | null; readonly steps: TestStep[] };
type Refuse = (at: CommentLine, problem: Problem) => Error;

const TEST = /^test:/i;

/** A gap holds the beginning of one test: another one would have no statement. */
function beginTests(parts: Part[], [begin, ...others]: readonly CommentLine[], refuse: Refuse): void {
  if (begin === undefined) return;
  if (begin.text.replace(TEST, '').trim() === '') throw refuse(begin, NO_NAME);
  if (others.some(({ text }) => TEST.test(text))) throw refuse(begin, NO_STATEMENT);
  refuseDirectives(others, refuse);
  parts.push({ begin, steps: [] });
}

function refuseDirectives(comments: readonly CommentLine[], refuse: Refuse): void {
  const stray = comments.find(({ text }) => isDirective(text));
  if (stray !== undefined) throw refuse(stray, NOTHING_BEFORE);
}

function testsOf([common, ...parts]: readonly Part[], source: Source): readonly ProgramTest[] {
  const { file } = source;
  const shared = common?.steps ?? [];
  if (parts.length === 0) {
    if (shared.length === 0) throw refusal(source, 0, NO_TEST);
    return [{ file, line: 1, name: nameOf(file), steps: shared }];
  }
  return parts.map(({ begin, steps }) => {
    if (steps.length === 0) throw refusal(source, begin?.offset ?? 0, NO_STATEMENT);
    const name = begin?.text.replace(TEST, '').trim() ?? '';
    return { file, name, line: begin?.line ?? 1, steps: [...shared, ...steps] };
  });
}

function nameOf(file: string): string {
  return file.replace(/^.*[\\/]/, '').replace(/\.sql$/i, '');
}

type Answered = {
  /** Null for the comments in front of the first one. */
  readonly statement: { readonly text: string; readonly line: number } | null;
  /** Those behind it, up to the next one. */
  readonly comments: CommentLine[];
};

function statementsWithComments(source: Source): readonly Answered[] {
  const found: Answered[] = [{ statement: null, comments: [] }];
  let offset = 0;
  for (const piece of splitSql(source.text, source.file)) {
    const comments = commentsIn(source, offset, piece);
    if (piece.kind === 'statement') {
      const inside = comments.find(({ text }) => isDirective(text));
      if (inside !== undefined) throw refusal(source, inside.offset, INSIDE_STATEMENT);
      found.push({ statement: { text: piece.text, line: piece.line }, comments: [] });
    } else found.at(-1)?.comments.push(...comments);
    offset += piece.raw.length;
  }
  return found;
}

function commentsIn(source: Source, start: number, { kind, raw }: Piece): readonly CommentLine[] {
  const { text } = source;
  const found: CommentLine[] = [];
  if (kind === 'delimiter' || !raw.includes('--')) return found;
  for (let at = start; at < start + raw.length; ) {
    // Where no statement is, two dashes begin a comment whatever follows.
    const isDashes = kind === 'gap' && text.startsWith('--', at);
    const token = isDashes ? lineComment(text, at) : tokenAt(text, at);
    if (token.kind === 'comment' && text.startsWith('--', at)) {
      const { line } = positionAt(source, at);
      found.push({ text: text.slice(at + 2, token.end).trim(), line, offset: at });
    }
    at = token.end;
  }
  return found;
}

const NO_NAME: Problem = {
  id: 'test-without-name',
  message: 'The test has no name.',
  hint: 'Write what it proves behind the colon, in one sentence.',
};

const NO_STATEMENT: Problem = {
  id: 'test-without-statement',
  message: 'The test has no statement.',
  hint: 'Write what it runs, or remove the line.',
};

const NO_TEST: Problem = {
  id: 'no-test',
  message: 'The file has no statement.',
  hint: 'Write a test, or remove the file.',
};

const NOTHING_BEFORE: Problem = {
  id: 'nothing-before',
  message: 'No statement stands in front of this expectation.',
  hint: 'Put it directly behind the statement that it is about.',
};

const INSIDE_STATEMENT: Problem = {
  id: 'inside-statement',
  message: 'This stands inside a statement, where nobody would look at it.',
  hint: 'End the statement in front of it with its delimiter.',
};
