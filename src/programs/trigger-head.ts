/** What a CREATE TRIGGER says before its body: for the lock under which it is replaced, and its place in the order. Pure. */
import { skipModifiers } from '../sql/ddl-modifiers.js';
import { openReader } from '../sql/reader.js';

export type TriggerHead = {
  readonly table: string;
  /** `BEFORE INSERT`. */
  readonly moment: string;
  /** Says which one it follows or precedes. */
  readonly ordered: boolean;
  /** The trigger behind which it says that it runs. */
  readonly follows: string | null;
  /** Where FOLLOWS or PRECEDES may be said, and where what is said ends, in UTF-16 units. */
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
  reader.accept('FOR', 'EACH', 'ROW');
  const { start: orderAt, word } = reader.peek();
  if (word !== 'FOLLOWS' && word !== 'PRECEDES')
    return { table, moment, ordered: false, follows: null, orderAt, orderEnd: orderAt };
  reader.take();
  const other = reader.peek();
  const follows = word === 'FOLLOWS' ? (reader.name()?.name ?? null) : null;
  return { table, moment, ordered: true, follows, orderAt, orderEnd: other.start + other.raw.length };
}
