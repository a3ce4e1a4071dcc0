/** The words between CREATE, ALTER or DROP and the kind of object. */
import type { Reader } from './reader.js';

export type Modifiers = {
  readonly temporary: boolean;
  /** Where `DEFINER = account` stands, in UTF-16 units; null where nobody is named. */
  readonly definer: { readonly start: number; readonly end: number } | null;
};

/** Takes all of them, with their values. */
export function skipModifiers(reader: Reader): Modifiers {
  let temporary = false;
  let definer: Modifiers['definer'] = null;
  for (;;) {
    const { word, start } = reader.peek();
    if (MODIFIERS.has(word)) temporary = reader.take().word === 'TEMPORARY' || temporary;
    else if (reader.accept('ALGORITHM', '=') || reader.accept('SQL', 'SECURITY')) reader.take();
    else if (reader.accept('DEFINER', '=')) definer = { start, end: skipAccount(reader) };
    else return { temporary, definer };
  }
}

const MODIFIERS = new Set(
  'OR REPLACE TEMPORARY UNIQUE FULLTEXT SPATIAL VECTOR ONLINE OFFLINE IGNORE AGGREGATE JSON RELATIONAL DUALITY'.split(
    ' ',
  ),
);

/** `user@host` in any quotes, or `CURRENT_USER[()]`: where it ends. */
function skipAccount(reader: Reader): number {
  let last = reader.take();
  if (reader.accept('@')) {
    last = reader.take();
    while (reader.accept('.')) last = reader.take();
  }
  if (reader.accept('(')) last = reader.take();
  return last.start + last.raw.length;
}
