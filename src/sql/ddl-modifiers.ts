/** The words between CREATE, ALTER or DROP and the kind of object. */
import type { Reader } from './reader.js';

/** Takes all of them, with their values, and tells whether TEMPORARY is among them. */
export function skipModifiers(reader: Reader): { readonly temporary: boolean } {
  let temporary = false;
  for (;;) {
    const { word } = reader.peek();
    if (MODIFIERS.has(word)) temporary = reader.take().word === 'TEMPORARY' || temporary;
    else if (reader.accept('ALGORITHM', '=') || reader.accept('SQL', 'SECURITY')) reader.take();
    else if (reader.accept('DEFINER', '=')) skipAccount(reader);
    else return { temporary };
  }
}

const MODIFIERS = new Set(
  'OR REPLACE TEMPORARY UNIQUE FULLTEXT SPATIAL VECTOR ONLINE OFFLINE IGNORE AGGREGATE JSON RELATIONAL DUALITY'.split(
    ' ',
  ),
);

/** `user@host` in any quotes, or `CURRENT_USER[()]`. */
function skipAccount(reader: Reader): void {
  reader.take();
  if (reader.accept('@')) {
    reader.take();
    while (reader.accept('.')) reader.take();
  }
  reader.accept('(', ')');
}
