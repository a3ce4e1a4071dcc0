/**
 * Write logs in, what the table must hold out. Pure. A write of unknown outcome allows two answers; which one it was
 * is settled by reading, and then it must be the same on both servers.
 */
import type { Operation } from './workload.js';
import type { Attempt } from './write-log.js';

export type RowState = 'present' | 'absent' | 'either';

export type Expected = {
  /** Rows that were written or deleted, by id; all others are as they were before the first write. */
  readonly rows: ReadonlyMap<number, RowState>;
  readonly counters: ReadonlyMap<number, ExpectedCounter>;
  /** Numbers of writes by outcome. */
  readonly outcomes: Readonly<Record<Attempt['outcome'], number>>;
  /** Answers that are wrong in themselves: a delete that found nothing, a counter that gave one value twice. */
  readonly wrongAnswers: readonly string[];
};

export type ExpectedCounter = {
  /** Number of additions that were acknowledged, and the highest value that one of them gave. */
  readonly acknowledged: number;
  readonly highest: number;
  /** Additions of unknown outcome that stand alone. */
  readonly unknown: number;
  /** Rows of bookings of unknown outcome: the row is there if and only if the addition was made. */
  readonly unknownWith: readonly number[];
};

/** Each log in the order in which it was written; the order of the logs does not matter. */
export function expectRows(logs: readonly (readonly Attempt[])[]): Expected {
  const attempts = logs.flat();
  const made = attempts.filter(({ outcome }) => outcome !== 'refused');
  const rows = new Map<number, RowState>();
  for (const attempt of made) {
    const { operation } = attempt;
    if (operation.kind !== 'count') rows.set(operation.id, stateAfter(attempt));
  }
  return {
    rows,
    counters: expectCounters(made),
    outcomes: {
      acknowledged: made.filter(({ outcome }) => outcome === 'acknowledged').length,
      unknown: made.filter(({ outcome }) => outcome === 'unknown').length,
      refused: attempts.length - made.length,
    },
    wrongAnswers: [...made.flatMap(wrongAnswer(doubtfulRows(made))), ...sameValueTwice(made)],
  };
}

function stateAfter({ operation, outcome }: Attempt): RowState {
  if (outcome === 'unknown') return 'either';
  return operation.kind === 'delete' ? 'absent' : 'present';
}

function expectCounters(made: readonly Attempt[]): ReadonlyMap<number, ExpectedCounter> {
  const counters = new Map<number, ExpectedCounter>();
  for (const attempt of made) {
    const { operation } = attempt;
    if (operation.kind !== 'count' && operation.kind !== 'book') continue;
    counters.set(operation.counter, addition(counters.get(operation.counter) ?? noAddition, attempt));
  }
  return counters;
}

const noAddition: ExpectedCounter = { acknowledged: 0, highest: 0, unknown: 0, unknownWith: [] };

function addition(counter: ExpectedCounter, { operation, outcome, value = 0 }: Attempt): ExpectedCounter {
  const { acknowledged, highest, unknown, unknownWith } = counter;
  if (outcome === 'acknowledged')
    return { ...counter, acknowledged: acknowledged + 1, highest: Math.max(highest, value) };
  return operation.kind === 'book'
    ? { ...counter, unknownWith: [...unknownWith, operation.id] }
    : { ...counter, unknown: unknown + 1 };
}

/** Two additions that were both told `7`: one of them was lost on the way. */
function sameValueTwice(made: readonly Attempt[]): readonly string[] {
  const told = new Set<string>();
  const twice: string[] = [];
  for (const { operation, outcome, value } of made) {
    if (outcome !== 'acknowledged' || !('counter' in operation)) continue;
    const key = `counter ${operation.counter} was ${value}`;
    if (told.has(key)) twice.push(`${key} twice`);
    told.add(key);
  }
  return twice;
}

/** What a server says to a write whose session ends: net errors, a killed session, a shutdown. */
const endings: readonly (number | null)[] = [null, 1053, 1158, 1159, 1160, 1161, 1317, 1927, 3169];

function wrongAnswer(doubtful: ReadonlySet<number>): (attempt: Attempt) => readonly string[] {
  return ({ operation, outcome, value, errno }) => {
    const what = describe(operation);
    if (outcome === 'unknown') return endings.includes(errno ?? null) ? [] : [`${what}: error ${errno}`];
    if (operation.kind !== 'delete' || value === 1 || (value === 0 && doubtful.has(operation.id))) return [];
    return [`${what} found ${value} rows`];
  };
}

/** Rows that may never have been written. */
function doubtfulRows(made: readonly Attempt[]): ReadonlySet<number> {
  return new Set(
    made.flatMap(({ operation, outcome }) =>
      outcome === 'unknown' && (operation.kind === 'insert' || operation.kind === 'book')
        ? [operation.id]
        : [],
    ),
  );
}

function describe(operation: Operation): string {
  return operation.kind === 'count'
    ? `count on ${operation.counter}`
    : `${operation.kind} of row ${operation.id}`;
}
