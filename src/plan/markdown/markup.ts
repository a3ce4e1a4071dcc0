/**
 * Text of others (names, SQL, a server's words) as Markdown that shows it and does nothing else: it ends no table, fence
 * or fold, and is no HTML, link or mention. Pure.
 */
import { oneLine } from '../../one-line.js';

/** Text with `code` in it, in one line. */
export function inline(text: string, max = 400): string {
  return oneLine(text, max).replace(/`([^`&<|\\]+)`|[&<>|`*[\]\\~@#_]/gu, (all, spanned?: string) =>
    spanned === undefined ? entity(all) : all,
  );
}

/** A name or a place. */
export function code(name: string, max = 120): string {
  const text = oneLine(name, max);
  if (text === '') return '';
  return /^[^`&<>|\\]+$/u.test(text) ? `\`${text}\`` : `<code>${text.replace(special, entity)}</code>`;
}

/** Several of them, as many as may be read in a cell. */
export function codes(names: readonly string[], most = 6): string {
  const more = names.length - most;
  const shown = more > 0 ? names.slice(0, most) : names;
  return [...shown.map(name => code(name)), ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

/** Cells are Markdown already, in one line each. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The head of a table, with the line below it. */
export function head(names: readonly string[]): string {
  return `${row(names)}\n${row(names.map(() => '---'))}`;
}

/** Without the columns that no row fills. */
export function table(names: readonly string[], rows: readonly (readonly string[])[]): Table {
  const filled = names.map((_, column) => rows.some(cells => (cells[column] ?? '') !== ''));
  const kept = (cells: readonly string[]) => cells.filter((_, column) => filled[column]);
  return { head: head(kept(names)), rows: rows.map(cells => row(kept(cells))), columns: kept(names).length };
}

/** In lines of Markdown. */
export type Table = { readonly head: string; readonly rows: readonly string[]; readonly columns: number };

/** `body` is Markdown. */
export function folded(title: string, body: string): string {
  return `<details><summary>${oneLine(title, 200).replace(special, entity)}</summary>\n\n${body}\n\n</details>`;
}

/** A fence longer than any run of backticks in the text, so that nothing in it can end it. */
export function fenced(language: string, body: string): string {
  const longest = Math.max(2, ...[...body.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${body}\n${fence}`;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

const special = /[&<>|`*[\]\\~@#_]/gu;

/** A mention is found in the text that is shown: something invisible keeps it from being one. */
function entity(character: string): string {
  if (character === '@') return '@&#8203;';
  if (character === '_') return '_';
  return `&#${character.codePointAt(0)};`;
}
