/** CHAR, VARCHAR and the TEXTs: by characters, by bytes, and by what a character set can write. */
import type { Column } from '../../structure.js';
import { typeFamily } from '../../verdict/type-family.js';
import { bytesOf, capacityOf, isTextType } from './text-capacity.js';

export function narrowsText(before: Column, after: Column): string | null {
  switch (typeFamily(after)) {
    case 'text':
      return toText(before, after);
    case 'binary':
      return toBinary(before, after);
    case 'json':
      return 'what is no document is refused, and blanks and the order of keys are lost';
    default:
      return 'a text that is no such value is lost';
  }
}

function toText(before: Column, after: Column): string | null {
  const [from, to] = [before.charset ?? '', after.charset ?? ''];
  if (!writesAll(from, to)) return `characters that ${to} does not have are lost`;
  if (after.dataType === 'char' && before.dataType !== 'char') return 'blanks at the end are lost';
  const { characters, bytes } = capacityOf(after);
  if (!isTextType(after) && characters < capacityOf(before).characters) return 'longer texts do not fit';
  return bytes < bytesIn(before, to) ? 'longer texts do not fit' : null;
}

/** A BINARY of fixed length is filled up with zeros. */
function toBinary(before: Column, after: Column): string | null {
  if (after.dataType === 'binary') return 'every value is filled up with zeros';
  return (after.length ?? 0) < capacityOf(before).bytes ? 'longer texts do not fit' : null;
}

/** Every character set maps into Unicode, and ASCII into every one. utf8mb3 and ucs2 lack what is beyond the first plane. */
function writesAll(from: string, to: string): boolean {
  if (from === to || from === 'ascii' || unicode.has(to)) return true;
  return firstPlane.has(to) && !unicode.has(from) && from !== 'gb18030';
}

const unicode = new Set(['utf8mb4', 'utf16', 'utf16le', 'utf32', 'gb18030']);
const firstPlane = new Set(['utf8mb3', 'ucs2']);

/** The most bytes that a value of the column takes in another character set. */
function bytesIn(column: Column, charset: string): number {
  const { characters, bytes } = capacityOf(column);
  return column.charset === charset
    ? bytes
    : Math.min(characters * widest(column.charset, charset), bytes * grown(column.charset, charset));
}

/** The most bytes of one character of `from` that is written in `to`. */
function widest(from: string | null, to: string): number {
  if (from === 'ascii') return bytesOf(to).least;
  // Beyond the first plane only the sets of Unicode reach.
  return to === 'utf8mb4' && from !== null && !unicode.has(from) ? 3 : bytesOf(to).most;
}

/** How much a value grows at most that is full of bytes: a utf8mb3 text is the same bytes in utf8mb4. */
function grown(from: string | null, to: string): number {
  if (from === 'utf8mb3' && to === 'utf8mb4') return 1;
  return widest(from, to) / bytesOf(from).least;
}
