/** What a CREATE TRIGGER says before its body: for the lock under which it is replaced, and its place in the order. Pure. */
import { skipModifiers } from '../sql/ddl-modifiers.js';
import { openReader } from '../sql/reader.js';

export type TriggerHead = {
  readonly table: string;
  /** `BEFORE INSERT`. */
  readonly moment: string;
  /** The trigger behind which it says that it runs, or before which. */
  readonly follows: string | null;
  readonly precedes: string | null;
  /** Where FOLLOWS or PRECEDES may be said, behind ROW, and where what is said ends, in UTF-16 units. */
  readonly orderAt: number;
  readonly orderEnd: number;
};

/** Throws RangeError for a text that is none. */
export function readTriggerHead(create: string): TriggerHead {
  const reader = openReader(create);
  reader.accept('CREATE');
  skipModifiers(reader);
  if (!reader.accept('TRIGGER')) throw new RangeError(`no trigger: ${create.slice(0, 60)}`);
  reader.accept('IF', 'NOT', 'EXISTS');
  reader.name();
  const moment = `${reader.take().word} ${reader.take().word}`;
  reader.accept('ON');
  const table = reader.name()?.name ?? '';
  reader.accept('FOR', 'EACH');
  const row = reader.take();
  const orderAt = row.start + row.raw.length;
  const { word } = reader.peek();
  const unordered = { table, moment, follows: null, precedes: null, orderAt, orderEnd: orderAt };
  if (word !== 'FOLLOWS' && word !== 'PRECEDES') return unordered;
  reader.take();
  const { start, raw } = reader.peek();
  const other = reader.name()?.name ?? null;
  const named = word === 'FOLLOWS' ? { follows: other } : { precedes: other };
  return { ...unordered, ...named, orderEnd: start + raw.length };
}
