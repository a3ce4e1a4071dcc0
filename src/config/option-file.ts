/**
 * Reads MySQL option files (`~/.my.cnf`) the way the servers' own clients do: groups, comments, quotes, escapes,
 * `-` and `_` alike, a later value winning. It deliberately does not follow `!include` and knows no environment
 * variables: one named file, one named group. Rules from MariaDB 10.11 `mysys/my_default.c`, compared with
 * `my_print_defaults`.
 */
import type { Finding } from '../errors.js';

export type OptionFile = {
  /** Options by group name. A name without `=` has the value ''. Holds passwords: never print it. */
  readonly groups: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Lines that could not be understood, without their text. */
  readonly findings: readonly Finding[];
};

/** `path` is for the findings only. */
export function parseOptionFile(text: string, path: string): OptionFile {
  const groups = new Map<string, Map<string, string>>();
  const findings: Finding[] = [];
  let group: Map<string, string> | undefined;
  for (const [index, raw] of text.split(/\r?\n/u).entries()) {
    const line = raw.trim();
    const refuse = (message: string, hint: string) =>
      findings.push({ id: 'option-file', where: `${path}:${index + 1}`, message, hint });
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    if (line.startsWith('!')) refuse('!include is not followed', 'put the values into this file');
    else if (line.startsWith('[')) group = openGroup(groups, line);
    else if (group === undefined) refuse('an option before the first [group]', 'write [client] above it');
    else setOption(group, line);
  }
  return { groups, findings };
}

function openGroup(groups: Map<string, Map<string, string>>, line: string): Map<string, string> {
  const name = line.slice(1).replace(/\s*\].*$/u, '');
  const group = groups.get(name) ?? new Map<string, string>();
  groups.set(name, group);
  return group;
}

function setOption(group: Map<string, string>, line: string): void {
  const code = withoutComment(line);
  const equals = code.indexOf('=');
  const name = (equals < 0 ? code : code.slice(0, equals)).trim().replaceAll('_', '-');
  group.set(name, equals < 0 ? '' : withEscapes(unquote(code.slice(equals + 1).trim())));
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
