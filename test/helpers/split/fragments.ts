/** What a statement is made of, with the delimiter in force wherever it must not count. */
import fc from 'fast-check';
import type { Sample } from './any-program.js';

/** `§` stands for the delimiter in force: see `fillIn`. */
export function anyFragment(): fc.Arbitrary<Sample> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...words).map(text => ({ text, constructs: [] })) },
    ...Object.entries(special).map(([name, texts]) => ({
      // MySQL's client knows no /*M! */: files with one cannot be compared there.
      weight: name === 'delimiter in /*M! */' ? 1 : 4,
      arbitrary: fc.constantFrom(...texts).map(text => ({ text, constructs: [name] })),
    })),
  );
}

/** Puts the delimiter that is in force where the text has room for it. */
export function fillIn(text: string, delimiter: string): string {
  return text.replaceAll('§', () => delimiter);
}

const words: readonly string[] = [
  'x',
  '1',
  ', category',
  '(2)',
  '1--1',
  '- -2',
  '@a',
  '\\N',
  '.5',
  '$',
  ':= 1',
  'AS `t`',
  'x -- \n',
  'FROM t',
  'y',
  '2.5e3',
  '0x41',
  "x'41'",
  'NULL',
  '*',
  '<> 3',
  'AND 1',
  '@@a',
  // Words of the client are plain names inside a statement, also at the beginning of a line.
  ',\n  status',
  ',\nsource',
  ',\nuse',
  ',\n  delimiter',
  ', help',
];

const special: Readonly<Record<string, readonly string[]>> = {
  "delimiter in '…'": ["'§'", "'a§\n§b'"],
  'delimiter in "…"': ['"§"', '"a\'§"'],
  'delimiter in backticks': ['`§`', '`a"§`'],
  'delimiter behind --': ['-- §\n', "-- don't §\n"],
  'delimiter behind #': ['# §\n', '#§ "\n'],
  'delimiter in /* */': ['/* § */', "/* it's\n § */"],
  'delimiter in /*! */': ['/*! 2 § */', '/*!50003 x § 3 */'],
  'delimiter in /*M! */': ['/*M! 2 § */', '/*M!100100 x § 3 */'],
  'executable comment': ['/*!50003 , "§" */', '/*! x\n*/', '/*!100100 , 5 */'],
  'backslash in front of a quote': ["'a\\'§'", '"a\\"§"', "'\\\\'"],
  'doubled quotes': ["'a''§'", '"a""§"', '`a``§`', "''"],
  'text beyond ASCII': ["'é😀§'", 'größe', '`表`', '"ß\\"表"', '/* 表 */', '😀'],
};
