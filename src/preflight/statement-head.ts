/** How somebody else's statement is shown: enough to know it again, and none of its data. Pure. */

const shown = 80;

/** The first 80 characters on one line, with every literal replaced by `?`: they may be secrets or personal. */
export function statementHead(sql: string): string {
  const text = sql
    .replace(/\/\*.*?\*\//gs, ' ')
    .replace(/'(?:[^'\\]|''|\\.)*'?|"(?:[^"\\]|""|\\.)*"?|\b(?:0x[0-9a-f]+|\d[\d.]*)\b/gis, '?')
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > shown ? `${text.slice(0, shown - 1)}…` : text;
}
