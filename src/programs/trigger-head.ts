/** What a CREATE TRIGGER says before its body: for the lock under which it is replaced, and its place in the order. Pure. */
import { skipModifiers } from '../sql/ddl-modifiers.js';
import { openReader } from '../sql/reader.js';

export type TriggerHead = {
  readonly table: string;
  /** `BEFORE INSERT`. */
  readonly moment: string;
  /** Says which one it follows or precedes. */
  readonly ordered: boolean;
  /** Where FOLLOWS or PRECEDES may be said, in UTF-16 units. */
  readonly orderAt: number;
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
  const next = reader.peek();
  return { table, moment, ordered: next.word === 'FOLLOWS' || next.word === 'PRECEDES', orderAt: next.start };
}
