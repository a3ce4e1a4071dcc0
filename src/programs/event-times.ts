/** The times of an event as a file states them. Pure. */
import { openReader } from '../sql/reader.js';

/** A time that is worked out when the statement runs would be another one whenever the file is read. */
export type EventTimes = { readonly starts: boolean; readonly moving: boolean };

export function readEventTimes(create: string): EventTimes {
  const reader = openReader(create);
  while (reader.peek().kind !== 'end' && !reader.accept('ON', 'SCHEDULE')) reader.take();
  let times: EventTimes = { starts: false, moving: false };
  while (reader.peek().kind !== 'end' && reader.peek().word !== 'DO') {
    const { word } = reader.take();
    if (!timeWords.has(word)) continue;
    const moving = times.moving || !isLiteral(reader.peek().kind, reader.peek(1).word);
    times = { starts: times.starts || word === 'STARTS', moving };
  }
  return times;
}

const timeWords = new Set(['AT', 'STARTS', 'ENDS']);

function isLiteral(kind: string, next: string): boolean {
  return kind === 'string' && next !== '+' && next !== '-';
}
