/**
 * Where the body of a stored program begins. In front of it stand words that would open a block inside a body
 * (IF NOT EXISTS, FOR EACH ROW, names), so the head is read by its grammar.
 */
import { skipModifiers } from './ddl-modifiers.js';
import { openReader, type Reader } from './reader.js';

/**
 * The offset of the body in a statement that has one, `undefined` for every other statement. The text may go on
 * behind the statement.
 *
 * Not for sql_mode ORACLE (AS and IS, packages) and not for routines in other languages: these need DELIMITER.
 */
export function offsetOfBody(text: string): number | undefined {
  const reader = openReader(text);
  const { word, start } = reader.peek();
  if (word === 'CREATE' || word === 'ALTER') return offsetInDdl(reader);
  return BLOCKS.has(word) && (word !== 'BEGIN' || reader.peek(1).word === 'NOT') ? start : undefined;
}

/** MariaDB runs these on their own; a bare BEGIN is the start of a transaction. */
const BLOCKS = new Set(['BEGIN', 'IF', 'CASE', 'LOOP', 'REPEAT', 'WHILE', 'FOR']);

function offsetInDdl(reader: Reader): number | undefined {
  const altered = reader.take().word === 'ALTER';
  skipModifiers(reader);
  if (reader.accept('EVENT')) return skipBehind(reader, 'DO');
  if (altered) return undefined;
  if (reader.accept('TRIGGER')) return offsetInTrigger(reader);
  return reader.accept('PROCEDURE') || reader.accept('FUNCTION') ? offsetInRoutine(reader) : undefined;
}

function offsetInTrigger(reader: Reader): number | undefined {
  if (skipBehind(reader, 'FOR', 'EACH', 'ROW') === undefined) return undefined;
  if (reader.accept('FOLLOWS') || reader.accept('PRECEDES')) reader.name();
  return reader.peek().start;
}

/** A function of a shared library has no parameters and no body. */
function offsetInRoutine(reader: Reader): number | undefined {
  reader.accept('IF', 'NOT', 'EXISTS');
  reader.name();
  if (!skipParentheses(reader)) return undefined;
  while (skipReturns(reader) || skipCharacteristic(reader));
  return reader.peek().start;
}

function skipCharacteristic(reader: Reader): boolean {
  if (reader.accept('COMMENT')) return Boolean(reader.take());
  return CHARACTERISTICS.has(reader.peek().word) && Boolean(reader.take());
}

const CHARACTERISTICS = new Set(
  'NOT DETERMINISTIC LANGUAGE SQL CONTAINS NO READS MODIFIES DATA SECURITY DEFINER INVOKER'.split(' '),
);

/** RETURNS and a type such as `NATIONAL VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`. */
function skipReturns(reader: Reader): boolean {
  if (!reader.accept('RETURNS')) return false;
  reader.take();
  while (
    skipParentheses(reader) ||
    ((reader.accept('CHARACTER', 'SET') || reader.accept('CHARSET') || reader.accept('COLLATE')) &&
      reader.take()) ||
    (TYPE_WORDS.has(reader.peek().word) && reader.take())
  );
  return true;
}

/** What may follow the first word of a type. */
const TYPE_WORDS = new Set(
  'SIGNED UNSIGNED ZEROFILL BINARY ASCII UNICODE BYTE VARYING PRECISION CHAR CHARACTER VARCHAR VARCHARACTER VARBINARY'.split(
    ' ',
  ),
);

function skipParentheses(reader: Reader): boolean {
  if (reader.peek().word !== '(') return false;
  let depth = 0;
  do {
    const { word } = reader.take();
    if (word === '(') depth++;
    if (word === ')') depth--;
  } while (depth > 0 && !isOver(reader));
  return true;
}

function skipBehind(reader: Reader, ...words: readonly string[]): number | undefined {
  while (!reader.accept(...words)) {
    if (isOver(reader)) return undefined;
    reader.take();
  }
  return reader.peek().start;
}

/** No head has a semicolon or `\\G` in it: so what is wrong is not looked for a body up to the end of the file. */
function isOver(reader: Reader): boolean {
  const { kind, word } = reader.peek();
  return kind === 'end' || word === ';' || word === '\\';
}
