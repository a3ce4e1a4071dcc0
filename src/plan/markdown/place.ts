/** Where findings were made: statements of files, told file by file. Pure. */
import { code } from './markup.js';

/** `20260301_ids.sql` and `:3`, `20260302_index.js` and ` (statement 2)`; what is in no file is a place by itself. */
export type Place = { readonly file: string; readonly at: string };

/** `files` are the names of migrations: the folder in front of one tells a reader nothing. */
export function placeOf(where: string, files: ReadonlySet<string>): Place {
  const [, path = where, at = ''] = /^(.*?)(:\d+| \(statement \d+\))$/su.exec(where) ?? [];
  const name = path.slice(path.lastIndexOf('/') + 1);
  return { file: files.has(name) ? name : path, at };
}

export type Placed = {
  readonly place: Place;
  /** What it is about: a table, a column; empty where the place says it. */
  readonly subject: string;
};

/** One text for each file: `` `1.sql:3` `orders`, `:5` `invoices` ``. */
export function placesByFile(placed: readonly Placed[]): readonly FilePlaces[] {
  const byFile = new Map<string, Placed[]>();
  for (const one of placed) {
    const others = byFile.get(one.place.file);
    if (others === undefined) byFile.set(one.place.file, [one]);
    else others.push(one);
  }
  return [...byFile].map(([file, own]) => ({ text: fileText(file, own), places: own.length }));
}

export type FilePlaces = { readonly text: string; readonly places: number };

/** A statement that several reasons hold for is named once. */
function fileText(file: string, placed: readonly Placed[]): string {
  const [first, ...others] = [...placed].sort(byLine);
  if (first === undefined) return '';
  const told = new Set(others.map(one => placeText(one, '')));
  told.delete(placeText(first, ''));
  return [placeText(first, file), ...told].join(', ');
}

function placeText({ place, subject }: Placed, file: string): string {
  const about = subject === '' ? '' : ` ${code(subject)}`;
  return `${code(`${file}${place.at}`.trim(), longestName)}${about}`.trim();
}

function byLine({ place: one }: Placed, { place: other }: Placed): number {
  return numberIn(one.at) - numberIn(other.at);
}

function numberIn(at: string): number {
  return Number(/\d+/u.exec(at)?.[0] ?? 0);
}

/** Of a file, with its line: a name that is cut names nothing. */
const longestName = 300;
