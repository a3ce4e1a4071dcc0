/**
 * .sql files as people write them, out of every construct that the clients know. The delimiter in force decides what
 * is worth writing next, so a file is drawn as a list of steps that are then carried out one after the other.
 */
import fc from 'fast-check';
import { anyProgram, type Sample } from './any-program.js';
import { anyFragment, fillIn } from './fragments.js';

export type SampleFile = {
  /** As it is given to the splitter. */
  readonly text: string;
  /** The same for the client, which cannot find the ends of programs itself: DELIMITER around each of them. */
  readonly forClient: string;
  /** Names of what is in it. */
  readonly constructs: ReadonlySet<string>;
};

/** What is being written. */
type Draft = {
  text: string;
  forClient: string;
  delimiter: string;
  statements: number;
  readonly constructs: Set<string>;
};

type Step = (draft: Draft) => void;

export function anyFile(): fc.Arbitrary<SampleFile> {
  const flags = fc.record({ crlf: oneIn(5), mark: oneIn(10), open: oneIn(5) });
  return fc
    .tuple(fc.array(anyStep(), { minLength: 1, maxLength: 7 }), flags)
    .map(([steps, { crlf, mark, open }]) => {
      const draft: Draft = { text: '', forClient: '', delimiter: ';', statements: 0, constructs: new Set() };
      for (const step of steps) step(draft);
      if (open) writeOpenEnd(draft);
      const constructs = new Set(draft.constructs);
      if (crlf) constructs.add('CRLF');
      if (mark) constructs.add('byte order mark');
      const finish = (text: string) =>
        `${mark ? '\uFEFF' : ''}${crlf ? text.replaceAll('\n', '\r\n') : text}`;
      return { text: finish(draft.text), forClient: finish(draft.forClient), constructs };
    });
}

function anyStep(): fc.Arbitrary<Step> {
  return fc.oneof(
    { weight: 8, arbitrary: anyStatement() },
    { weight: 4, arbitrary: anyDelimiterLine() },
    { weight: 2, arbitrary: anyUse() },
    {
      weight: 2,
      arbitrary: anyProgram().map(
        (program): Step =>
          draft =>
            writeProgram(draft, program),
      ),
    },
    { weight: 2, arbitrary: anyGap() },
  );
}

function oneIn(count: number): fc.Arbitrary<boolean> {
  return fc.nat(count - 1).map(number => number === 0);
}

function write(draft: Draft, text: string): void {
  draft.text += text;
  draft.forClient += text;
}

function beginLine(draft: Draft): void {
  if (draft.text !== '' && !draft.text.endsWith('\n')) write(draft, '\n');
}

function anyStatement(): fc.Arbitrary<Step> {
  const ending = fc.constantFrom('§', '§', '§', '§', ' §', '\n§', '\\G', ' \\g', '\\G §');
  const behind = fc.constantFrom('\n', '\n', '\n\n', ' ', '');
  return fc
    .tuple(fc.array(anyFragment(), { maxLength: 6 }), fc.constantFrom(' ', ' ', '\n', '  '), ending, behind)
    .map(([fragments, blank, end, next]) => draft => {
      for (const { constructs } of fragments) for (const name of constructs) draft.constructs.add(name);
      if (/\\[gG]/.test(end)) draft.constructs.add(/\\G/.test(end) ? '\\G' : '\\g');
      const goes = /\\[gG]$/.test(end);
      const words = ['SELECT 1', ...fragments.map(({ text }) => text)].join(blank);
      write(draft, fillIn(`${words}${end}${goes ? next.replace(' ', '') : next}`, draft.delimiter));
      draft.statements += 1;
    });
}

function writeOpenEnd(draft: Draft): void {
  write(draft, 'SELECT 2 AS x');
  draft.constructs.add('no final delimiter');
}

const delimiters = ['$$', '//', '|', 'go', 'END_OF', ';;', '%%', '@@', '^', '$é', ';', ';', ';', ';'];

function anyDelimiterLine(): fc.Arbitrary<Step> {
  return fc
    .record({
      word: fc.constantFrom('DELIMITER', 'DELIMITER', 'delimiter', 'Delimiter'),
      indent: fc.constantFrom('', '', '', ' ', '\t'),
      quote: fc.constantFrom('', '', '', "'", '"', '`'),
      behind: fc.constantFrom('', '', '', ' ', '   ', ' -- why', ' # back', ' /* c */'),
      delimiter: fc.constantFrom(...delimiters),
    })
    .map(line => draft => {
      beginLine(draft);
      const { word, indent, quote, behind, delimiter } = line;
      write(draft, `${indent}${word} ${quote}${delimiter}${quote}${behind}\n`);
      for (const name of constructsOfLine(line, draft)) draft.constructs.add(name);
      draft.delimiter = delimiter;
    });
}

type DelimiterLine = Readonly<Record<'word' | 'indent' | 'quote' | 'behind' | 'delimiter', string>>;

function constructsOfLine({ word, indent, quote, behind, delimiter }: DelimiterLine, draft: Draft): string[] {
  const found: Readonly<Record<string, boolean>> = {
    'DELIMITER not in upper case': word !== 'DELIMITER',
    'DELIMITER indented': indent !== '',
    'DELIMITER quoted': quote !== '',
    'DELIMITER with trailing blanks': behind !== '' && behind.trim() === '',
    'DELIMITER with a trailing comment': behind.trim() !== '',
    'DELIMITER changed in mid-file': draft.statements > 0 && delimiter !== draft.delimiter,
    'letters as delimiter': /^[\w\u0080-\uFFFF]+$/u.test(delimiter),
    'DELIMITER back to ;': delimiter === ';' && draft.delimiter !== ';',
  };
  return Object.keys(found).filter(name => found[name]);
}

function anyUse(): fc.Arbitrary<Step> {
  return fc.constantFrom('use x', 'USE `y`', 'use z §', 'Use x§', '  use x').map(line => draft => {
    beginLine(draft);
    write(draft, fillIn(`${line}\n`, draft.delimiter));
    draft.constructs.add('USE');
    draft.statements += 1;
  });
}

/** With `;` in force the file has it without DELIMITER, else as it is. */
function writeProgram(draft: Draft, { text, constructs }: Sample): void {
  beginLine(draft);
  const alone = draft.delimiter === ';';
  draft.text += alone ? `${text};\n` : `${text} ${draft.delimiter}\n`;
  draft.forClient += alone
    ? `DELIMITER ${AROUND}\n${text}${AROUND}\nDELIMITER ;\n`
    : `${text} ${draft.delimiter}\n`;
  draft.constructs.add(alone ? 'program without DELIMITER' : 'program behind DELIMITER');
  if (alone) for (const name of constructs) draft.constructs.add(`without DELIMITER: ${name}`);
  draft.statements += 1;
}

/** In no program of the samples. */
const AROUND = '@~@';

function anyGap(): fc.Arbitrary<Step> {
  return fc
    .constantFrom('\n\n', "-- don't §\n", '# "§\n', "/* it's\n § */\n", '§\n', '--\n')
    .map(text => draft => {
      beginLine(draft);
      write(draft, fillIn(text, draft.delimiter));
    });
}
