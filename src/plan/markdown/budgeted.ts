/**
 * Lists that stay within a length, and say what they leave out. A comment on GitHub has at most 65,536 characters; bytes
 * of UTF-8 are counted, which are never fewer.
 */

export type Budget = {
  /** Bytes for the whole list, the line about the rest included. */
  readonly bytes: number;
  readonly separator?: string;
  /** Said below the list when it leaves out so many. */
  left(count: number): string;
};

/** As many items as fit, in their order; one that is too long by itself keeps no shorter one out. */
export function budgeted(items: readonly string[], { bytes, separator = '\n', left }: Budget): string {
  const whole = items.join(separator);
  if (sizeOf(whole) <= bytes) return whole;
  const note = `${separator}${left(items.length)}`;
  const kept: string[] = [];
  let room = bytes - sizeOf(note);
  for (const item of items) {
    const size = sizeOf(item) + sizeOf(separator);
    if (size > room) continue;
    kept.push(item);
    room -= size;
  }
  return [...kept, left(items.length - kept.length)].join(separator);
}

export function sizeOf(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** The first lines of a text that fit, and how many more it has. */
export function firstLines(text: string, bytes: number, left: (count: number) => string): string {
  return budgetedLines(text.split('\n'), { bytes, left });
}

/** Unlike items of a list, lines mean nothing without those before them. */
function budgetedLines(lines: readonly string[], { bytes, left }: Budget): string {
  let room = bytes - sizeOf(left(lines.length));
  const fits = lines.findIndex(line => {
    room -= sizeOf(line) + 1;
    return room < 0;
  });
  if (fits === -1 || sizeOf(lines.join('\n')) <= bytes) return lines.join('\n');
  return [...lines.slice(0, fits), left(lines.length - fits)].join('\n');
}
