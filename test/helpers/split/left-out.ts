/**
 * Files that are not compared because a fault of the client is in the way, told by their text: rather a few too many.
 * Each of these faults is one of `client-faults.ts`, under the same name.
 */
import { splitSql } from '../../../src/sql/split.js';
import type { CommentsMode } from './ask-client.js';
import { clientFaults } from './client-faults.js';

/** The name of the fault that this file may meet, with this client in this mode. */
export function faultMet(source: string, flavor: string, mode: CommentsMode): string | undefined {
  return Object.entries(touches).find(([name, meets]) => {
    const fault = clientFaults[name];
    if (fault === undefined) throw new Error(`${name} is no fault of the list`);
    const concerns = (fault.flavor ?? flavor) === flavor && (fault.mode ?? mode) === mode;
    return concerns && meets(source);
  })?.[0];
}

const touches: Readonly<Record<string, (source: string) => boolean>> = {
  "/*M! is a plain comment to MySQL's client": source => source.includes('/*M!'),
  "-- without a blank that begins a statement is no comment to MySQL's client": source =>
    /(?<!SELECT 1|\s1)--1/.test(source),
  'USE with a comment swallows the next statement': source =>
    splitSql(source, 'f.sql').some(({ raw }) => /^use\b.*(?:#|--|\/\*|\\)/is.test(raw)),
  'USE behind a statement, at the end of a file, ends the client': source =>
    /\S[ \t]*use \S+\s*$/i.test(source),
  'with --comments, a block comment hides a command on the next line': commandBehindComment,
  'with --comments, a block comment and a line comment hide a command behind them': commandBehindComment,
};

function commandBehindComment(source: string): boolean {
  const pieces = splitSql(source, 'f.sql');
  return pieces.some(({ kind, raw }, index) => {
    const before = pieces[index - 1];
    const isCommand = kind === 'delimiter' || /^use\b/i.test(raw);
    return isCommand && before?.kind === 'gap' && before.raw.replaceAll(/^(?:#|--).*/gm, '').includes('/*');
  });
}
