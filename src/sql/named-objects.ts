/**
 * Tables, views and routines that a text names, as far as a keyword stands before them: a name elsewhere is more often
 * that of a column or an alias.
 */
import { openReader, type Reader, type SqlName } from './reader.js';
import { tablesRead } from './tables-read.js';

export function namedObjects(text: string): readonly SqlName[] {
  return [...tablesRead(openReader(text)).names, ...namesBehind(openReader(text))];
}

function namesBehind(reader: Reader): readonly SqlName[] {
  const names: SqlName[] = [];
  while (reader.peek().kind !== 'end') {
    if (!keywords.has(reader.take().word)) continue;
    reader.accept('IF', 'NOT', 'EXISTS');
    reader.accept('IF', 'EXISTS');
    const name = reader.name();
    if (name !== undefined) names.push(name);
  }
  return names;
}

/** `ON` of an index or a trigger; that of a join has a column behind it, whose table may be taken for a schema. */
const keywords = new Set(
  'TABLE VIEW INTO UPDATE CALL REFERENCES LIKE PROCEDURE FUNCTION TRIGGER SEQUENCE RENAME TO EXCHANGE'.split(
    ' ',
  ),
);
