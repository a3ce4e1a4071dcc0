/** Statements in a form in which the client's and the splitter's can be compared. */
import { tokenAt } from '../../../src/sql/token.js';
import type { CommentsMode } from './ask-client.js';

/**
 * What is nothing but comments is no statement. USE has one form, and of several in a row the last one counts: for a
 * name in backticks, MySQL's client goes back to the database from before and there again.
 */
export function essencesOf(statements: readonly string[], mode: CommentsMode): readonly string[] {
  const essence = mode === 'comments' ? fromFirstWord : withoutComments;
  return statements
    .map(essence)
    .filter(text => text !== '')
    .map(text => text.replace(/^use\s*`?([^\s`]+)`?$/i, 'USE $1'))
    .filter((text, index, all) => !(text.startsWith('USE ') && all[index + 1]?.startsWith('USE ')));
}

/** The exact text, but for comments in front, which the splitter leaves to the gap between statements. */
function fromFirstWord(text: string): string {
  let at = 0;
  while (at < text.length) {
    const { kind, end } = tokenAt(text, at);
    if (kind !== 'blank' && kind !== 'comment') break;
    at = end;
  }
  return text.slice(at).replace(/[ \t\n\v\f\r]+$/, '');
}

/** Blanks go too: the client forgets the one that stands for a comment in front of an emoji. */
function withoutComments(text: string): string {
  const tokens: string[] = [];
  for (let at = 0; at < text.length; ) {
    const { kind, start, end } = tokenAt(text, at);
    if (kind !== 'blank' && kind !== 'comment') tokens.push(text.slice(start, end));
    at = end;
  }
  return tokens.join('');
}
