/** A text with SQL in it that came from a file, and how to say where in it something is. */
import { ConfigError, type Finding } from '../errors.js';

export type Source = {
  readonly text: string;
  /** For messages only. */
  readonly file: string;
  /** Offsets at which lines begin; the first one lies behind a byte order mark. */
  readonly lineStarts: readonly number[];
};

/** Both count from 1; columns in UTF-16 units, as editors do. */
export type Position = { readonly line: number; readonly column: number };

export const BYTE_ORDER_MARK = '\uFEFF';

export function openSource(text: string, file: string): Source {
  const lineStarts = [text.startsWith(BYTE_ORDER_MARK) ? 1 : 0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return { text, file, lineStarts };
}

export function positionAt({ lineStarts }: Source, offset: number): Position {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 };
}

/** Where the line that `offset` lies in ends: its LF, or the end of the text. */
export function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end;
}

/** What is wrong, and what to do about it; `id` is the stable name of the finding. */
export type Problem = { readonly id: string; readonly message: string; readonly hint: string };

/** What stands at `offset`, with its place. */
export function findingAt(source: Source, offset: number, { id, message, hint }: Problem): Finding {
  const { line, column } = positionAt(source, offset);
  return { id, where: `${source.file}:${line}:${column}`, message, hint };
}

/** By their places, as these stand in files. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((one, other) => byNumbers(one.where, other.where));
}

const { compare: byNumbers } = new Intl.Collator('en', { numeric: true });

/** The error that refuses a file because of what stands at `offset`. */
export function refusal(source: Source, offset: number, problem: Problem): ConfigError {
  return refusalOf(source.file, [findingAt(source, offset, problem)]);
}

/** The error that refuses a file because of all of these, of which there is one at least. */
export function refusalOf(file: string, findings: readonly Finding[]): ConfigError {
  const [first] = findings;
  if (first === undefined || findings.length > 1)
    return new ConfigError(`${file} has ${findings.length} problems`, { findings });
  const hint = first.hint === undefined ? {} : { hint: first.hint };
  return new ConfigError(`${first.where}: ${first.message}`, { ...hint, findings });
}
