/**
 * Reads MySQL option files (`~/.my.cnf`) the way the servers' own clients do: groups, comments, quotes, escapes,
 * `-` and `_` alike, a later value winning. Pure: included files are only named here. Rules from MariaDB 10.11
 * `mysys/my_default.c`, compared with `my_print_defaults`.
 */
import type { Finding } from '../errors.js';

/** One line that matters. A name without `=` has the value ''. Values may be passwords: never print them. */
export type OptionLine =
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'option'; readonly group: string; readonly name: string; readonly value: string }
  | Include;

/** `where` is `file:line`. */
export type Include = {
  readonly kind: 'include' | 'include-folder';
  readonly path: string;
  readonly where: string;
};

export type OptionFile = {
  /** In the order of the file. */
  readonly lines: readonly OptionLine[];
  /** Lines that could not be understood, without their text. */
  readonly findings: readonly Finding[];
};

/** `path` is for the findings only. */
export function parseOptionFile(text: string, path: string): OptionFile {
  const lines: OptionLine[] = [];
  const findings: Finding[] = [];
  let group: string | undefined;
  for (const [index, raw] of text.split(/\r?\n/u).entries()) {
    const line = raw.trim();
    const where = `${path}:${index + 1}`;
    const refuse = (message: string, hint: string) =>
      findings.push({ id: 'option-file', where, message, hint });
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    if (line.startsWith('!')) {
      const include = parseInclude(line, where);
      if (include === null) refuse('is no !include and no !includedir', 'correct it or remove it');
      else lines.push(include);
    } else if (line.startsWith('[')) {
      group = line.slice(1).replace(/\s*\].*$/u, '');
      lines.push({ kind: 'group', group });
    } else if (group === undefined) refuse('an option before the first [group]', 'write [client] above it');
    else lines.push({ kind: 'option', group, ...parseOption(line) });
  }
  return { lines, findings };
}

/** Options of these groups, the later value winning whatever its group; null when the file has none of them. */
export function optionsOf(
  { lines }: OptionFile,
  groups: readonly string[],
): ReadonlyMap<string, string> | null {
  const wanted = lines.filter(line => 'group' in line && groups.includes(line.group));
  if (wanted.length === 0) return null;
  return new Map(wanted.flatMap(line => (line.kind === 'option' ? [[line.name, line.value] as const] : [])));
}

function parseInclude(line: string, where: string): Include | null {
  const [, word, path = ''] = /^!(include|includedir)\s+(.+)$/u.exec(line) ?? [];
  if (word === undefined) return null;
  return { kind: word === 'include' ? 'include' : 'include-folder', path, where };
}

function parseOption(line: string): { readonly name: string; readonly value: string } {
  const code = withoutComment(line);
  const equals = code.indexOf('=');
  const name = (equals < 0 ? code : code.slice(0, equals)).trim().replaceAll('_', '-');
  return { name, value: equals < 0 ? '' : withEscapes(unquote(code.slice(equals + 1).trim())) };
}
/** Cuts at the first `#` outside quotes. A backslash protects the next letter only inside quotes. */
function withoutComment(line: string): string {
  let quote = '';
  let escaped = false;
  for (const [index, letter] of [...line].entries()) {
    if (!escaped && (letter === '"' || letter === "'")) {
      if (quote === '') quote = letter;
      else if (quote === letter) quote = '';
    }
    if (quote === '' && letter === '#') return [...line].slice(0, index).join('');
    escaped = quote !== '' && letter === '\\' && !escaped;
  }
  return line;
}

function unquote(value: string): string {
  const quoted = /^(["'])(.*)\1$/su.exec(value);
  return quoted?.[2] ?? value;
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  s: ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

/** An unknown escape keeps its backslash: `\d` stays `\d`. */
function withEscapes(value: string): string {
  return value.replaceAll(/\\(.)/gsu, (whole, letter: string) => escapes[letter] ?? whole);
}
