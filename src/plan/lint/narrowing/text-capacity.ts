/**
 * What a text column holds: a CHAR or VARCHAR so many characters, a TEXT so many bytes. A character takes more bytes in
 * one character set than in another. Pure.
 */
import type { Column } from '../../structure.js';

export type TextCapacity = { readonly characters: number; readonly bytes: number };

/** The most characters, and the most bytes, that a value of it can have. */
export function capacityOf(column: Column): TextCapacity {
  const length = column.length ?? 0;
  const { least, most } = bytesOf(column.charset);
  return isTextType(column)
    ? { characters: Math.floor(length / least), bytes: length }
    : { characters: length, bytes: length * most };
}

/** Whether so many characters of ASCII always fit, as they are: a BINARY fills up what is shorter. */
export function holdsCharacters(column: Column, count: number): boolean {
  return column.dataType !== 'binary' && capacityOf(column).characters >= count;
}

/** `TINYTEXT` to `LONGTEXT`, whose length counts bytes. */
export function isTextType({ dataType }: Column): boolean {
  return dataType.endsWith('text');
}

/** Bytes of one character, in the set in which it is stored. */
export function bytesOf(charset: string | null): { readonly least: number; readonly most: number } {
  return widths[charset ?? ''] ?? { least: 1, most: 1 };
}

const widths: Readonly<Record<string, { readonly least: number; readonly most: number }>> = {
  utf8mb4: { least: 1, most: 4 },
  utf8mb3: { least: 1, most: 3 },
  ucs2: { least: 2, most: 2 },
  utf16: { least: 2, most: 4 },
  utf16le: { least: 2, most: 4 },
  utf32: { least: 4, most: 4 },
  gb18030: { least: 1, most: 4 },
  gbk: { least: 1, most: 2 },
  gb2312: { least: 1, most: 2 },
  big5: { least: 1, most: 2 },
  sjis: { least: 1, most: 2 },
  cp932: { least: 1, most: 2 },
  euckr: { least: 1, most: 2 },
  ujis: { least: 1, most: 3 },
  eucjpms: { least: 1, most: 3 },
};
