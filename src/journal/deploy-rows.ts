/**
 * Entries of deploys as rows of their table. A program that a server takes may have twice or three times the text of
 * one statement in its entry, before and after, so that a long one stands in several rows. Pure.
 */
import type { DeployEntry, DeployRecord } from '../programs/deploy-record.js';
import { programKey } from '../programs/program.js';
import type { Row } from '../server/connection.js';

/** `epoch`, `n`, `at`, `kind`, `program`, `entry`. */
export type DeployRow = readonly [number, number, string, string, string | null, string];

/** In UTF-16 units: for any server that takes statements of 200 kB. */
export const longestPart = 50_000;

/** In rows of this kind stands what comes in front of the entry of the next row that is of another. */
const part = 'part';

/** With the `n` of each: that of its last row. */
export function numberEntries(
  entries: readonly DeployEntry[],
  { epoch, at }: Pick<DeployRecord, 'epoch' | 'at'>,
): readonly DeployRecord[] {
  let rows = 0;
  return entries.map(entry => {
    rows += partsOf(JSON.stringify(entry)).length;
    return { epoch, n: rows - 1, at, entry };
  });
}

export function toRows({ epoch, n, at, entry }: DeployRecord): readonly DeployRow[] {
  const program = entry.kind === 'program' ? programKey(entry.change) : null;
  const parts = partsOf(JSON.stringify(entry));
  return parts.map((text, index) => {
    const left = parts.length - 1 - index;
    return [epoch, n - left, at, left === 0 ? entry.kind : part, program, text];
  });
}

/** `rows` in the order of `epoch` and `n`. */
export function toRecords(rows: readonly Row[]): readonly DeployRecord[] {
  let begun: string[] = [];
  return rows.flatMap(({ epoch, n, at, kind, entry }) => {
    begun.push(String(entry));
    if (kind === part) return [];
    const text = begun.join('');
    begun = [];
    return [{ epoch: Number(epoch), n: Number(n), at: String(at), entry: JSON.parse(text) as DeployEntry }];
  });
}

/** At least one. No character that takes two units is cut in two: its halves cannot be sent. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  for (let at = 0; at === 0 || at < text.length; ) {
    const end = at + longestPart;
    const cut = /[\ud800-\udbff]/.test(text.charAt(end - 1)) ? end - 1 : end;
    parts.push(text.slice(at, cut));
    at = cut;
  }
  return parts;
}
