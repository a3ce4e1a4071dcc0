/** The clauses of a CREATE EVENT as servers print it, for an ALTER EVENT that says all of them again. Pure. */
import { openReader } from '../sql/reader.js';

export type EventClauses = {
  /** `ON SCHEDULE …`, with its times. */
  readonly schedule: string;
  /** `ON COMPLETION …`; empty where it is not said, and so for the others. */
  readonly completion: string;
  /** `ENABLE`, `DISABLE`, `DISABLE ON SLAVE`. */
  readonly status: string;
  readonly comment: string;
  /** `DO …`. */
  readonly body: string;
};

/** With this status in place of what it says. */
export function withEventStatus(create: string, status: string): string {
  const { schedule, completion, comment, body } = readEventClauses(create);
  const head = create.slice(0, create.indexOf(schedule)).trimEnd();
  return joinClauses([head, schedule, completion, status, comment, body]);
}

export function joinClauses(clauses: readonly string[]): string {
  return clauses.filter(clause => clause !== '').join('\n');
}

type ClauseName = keyof EventClauses;

export function readEventClauses(create: string): EventClauses {
  const starts = clauseStarts(create);
  const text = (name: ClauseName): string => {
    const index = starts.findIndex(one => one.name === name);
    return index < 0 ? '' : create.slice(starts[index]?.at, starts[index + 1]?.at).trim();
  };
  return {
    schedule: text('schedule'),
    completion: text('completion'),
    status: text('status'),
    comment: text('comment'),
    body: text('body'),
  };
}

function clauseStarts(create: string): readonly { readonly name: ClauseName; readonly at: number }[] {
  const starts: { readonly name: ClauseName; readonly at: number }[] = [];
  const reader = openReader(create);
  while (!reader.accept('EVENT') && reader.peek().kind !== 'end') reader.take();
  reader.accept('IF', 'NOT', 'EXISTS');
  reader.name();
  while (reader.peek().kind !== 'end') {
    const { word, start } = reader.peek();
    const name = clauseNames[word === 'ON' ? `ON ${reader.peek(1).word}` : word];
    if (name !== undefined) starts.push({ name, at: start });
    if (name === 'body') return starts;
    reader.take();
  }
  return starts;
}

const clauseNames: Readonly<Record<string, ClauseName | undefined>> = {
  'ON SCHEDULE': 'schedule',
  'ON COMPLETION': 'completion',
  ENABLE: 'status',
  DISABLE: 'status',
  COMMENT: 'comment',
  DO: 'body',
};
