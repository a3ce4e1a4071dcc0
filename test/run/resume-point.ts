import test from 'ava';
import { OutcomeUnknownError } from '../../src/errors.js';
import type { Entry, JournalRecord } from '../../src/journal/entry.js';
import type { Side } from '../../src/pair/side.js';
import type { PlannedMigration, PlannedStatement } from '../../src/plan/plan.js';
import { resumePoint } from '../../src/run/resume-point.js';

/** A statement, and the structure after it in a letter. */
type Step = readonly [sql: string, after: string, kind?: PlannedStatement['kind']];

function migrationOf(steps: readonly Step[]): PlannedMigration {
  const statements = steps.map(
    ([sql, structureAfter, kind = 'ddl'], index): PlannedStatement => ({
      sql,
      file: '1.sql',
      line: index + 1,
      kind,
      tables: ['t'],
      algorithm: null,
      online: false,
      verdicts: [],
      structureAfter,
    }),
  );
  return { name: '1.sql', kind: 'sql', checksum: 'c', statements };
}

let n = 0;

function record(entry: Entry, epoch = 7): JournalRecord {
  n += 1;
  return { epoch, n, nonce: 'x', runId: 'r', at: '2026-03-01 12:00:00.000000', entry };
}

const sent = (statement: number, side: Side = 'b', migration = '1.sql'): Entry => ({
  kind: 'sent',
  side,
  migration,
  statement,
});
const acknowledged = (statement: number, side: Side = 'b'): Entry => ({
  kind: 'acknowledged',
  side,
  migration: '1.sql',
  statement,
});

type Begun = {
  readonly steps: readonly Step[];
  readonly now: string;
  readonly journal?: readonly (Entry | JournalRecord)[];
};

/** The structure before the migration is `o`; the side is b. */
function resume({ steps, now, journal = [] }: Begun): number {
  const records = journal.map(entry => ('entry' in entry ? entry : record(entry)));
  return resumePoint({ side: 'b', migration: migrationOf(steps), before: 'o', now, records });
}

const goesOn = test.macro<[Begun, number]>((t, begun, index) => {
  t.is(resume(begun), index);
});

const unknown = test.macro<[Begun, RegExp]>((t, begun, message) => {
  const error = t.throws(() => resume(begun), { instanceOf: OutcomeUnknownError, message });
  t.truthy(error?.hint);
});

const three: readonly Step[] = [
  ['ALTER TABLE t ADD a INT', 'a'],
  ['ALTER TABLE t ADD b INT', 'b'],
  ['ALTER TABLE t ADD c INT', 'c'],
];

test('a side that has nothing begins at the first statement', goesOn, { steps: three, now: 'o' }, 0);
test('a side goes on behind what its structure shows', goesOn, { steps: three, now: 'b' }, 2);
test('a side that has all of it lacks nothing', goesOn, { steps: three, now: 'c' }, 3);
test('a migration without statements lacks none', goesOn, { steps: [], now: 'o' }, 0);
test(
  'what was sent without an answer and cannot be seen was not done',
  goesOn,
  { steps: three, now: 'a', journal: [sent(0), acknowledged(0), sent(1)] },
  1,
);
test(
  'what was sent without an answer and can be seen was done',
  goesOn,
  { steps: three, now: 'b', journal: [sent(0), acknowledged(0), sent(1)] },
  2,
);
test(
  'a structure on no way through is unknown',
  unknown,
  { steps: three, now: 'x' },
  /^1\.sql: the structure of b/,
);
test(
  'so is one that has less than what was acknowledged',
  unknown,
  { steps: three, now: 'o', journal: [sent(0), acknowledged(0)] },
  /^1\.sql: the structure of b/,
);

/** A rebuild between two changes. */
const rebuild: readonly Step[] = [
  ['ALTER TABLE t ADD a INT', 'a'],
  ['ALTER TABLE t ENGINE=InnoDB', 'a'],
  ['ALTER TABLE t ADD c INT', 'c'],
];
const first = [sent(0), acknowledged(0)];

test(
  'where two places look alike the earlier one is taken, if nothing was sent',
  goesOn,
  { steps: rebuild, now: 'a', journal: first },
  1,
);
test(
  'an acknowledged statement without a trace is not repeated',
  goesOn,
  { steps: rebuild, now: 'a', journal: [...first, sent(1), acknowledged(1)] },
  2,
);
test(
  'an unanswered one is repeated when that changes nothing',
  goesOn,
  { steps: rebuild, now: 'a', journal: [...first, sent(1)] },
  1,
);

for (const sql of [
  'TRUNCATE TABLE t',
  'RENAME TABLE t TO u, u TO t',
  'CREATE PROCEDURE p() SELECT 1',
  'ALTER TABLE t EXCHANGE PARTITION p WITH TABLE u',
  'ALTER TABLE t TRUNCATE PARTITION p',
  'ALTER TABLE t DROP s, ADD s VARCHAR(50)',
  'ALTER TABLE t RENAME COLUMN a TO b, RENAME COLUMN b TO a',
  'ALTER SEQUENCE s RESTART',
]) {
  const steps: readonly Step[] = [
    ['ALTER TABLE t ADD a INT', 'a'],
    [sql, 'a'],
  ];
  test(`it is unknown whether it was done, and doing it twice is not doing it once: ${sql}`, t => {
    unknown.exec(
      t,
      { steps, now: 'a', journal: [...first, sent(1)] },
      /^1\.sql:2: it was sent to b and no answer/,
    );
    t.is(resume({ steps, now: 'a', journal: first }), 1, 'it was never sent');
    t.is(resume({ steps, now: 'a', journal: [...first, sent(1), acknowledged(1)] }), 2, 'it answered');
  });
}

for (const sql of [
  'ALTER TABLE t FORCE',
  'ALTER TABLE t CHANGE a a INT',
  'ALTER TABLE t AUTO_INCREMENT=5',
  'ALTER TABLE t ORDER BY a',
]) {
  test(
    `doing it twice changes nothing: ${sql}`,
    goesOn,
    { steps: [[sql, 'o']], now: 'o', journal: [sent(0)] },
    0,
  );
}

test(
  'a statement was sent only because the one before it had answered, whatever the journal lost',
  goesOn,
  {
    steps: [
      ['CREATE PROCEDURE p() SELECT 1', 'o'],
      ['ALTER TABLE t FORCE', 'o'],
    ],
    now: 'o',
    journal: [sent(0), sent(1)],
  },
  1,
);

const undone: readonly Step[] = [
  ['ALTER TABLE t ADD a INT', 'a'],
  ['ALTER TABLE t DROP a', 'o'],
];

test(
  'a change that is undone later has not been made before it is sent',
  goesOn,
  { steps: undone, now: 'o' },
  0,
);
test('nor when it did not answer', goesOn, { steps: undone, now: 'o', journal: [sent(0)] }, 0);
test(
  'it has when its end is acknowledged',
  goesOn,
  { steps: undone, now: 'o', journal: [sent(0), acknowledged(0), sent(1), acknowledged(1)] },
  2,
);
test(
  'the end that did not answer is seen',
  goesOn,
  { steps: undone, now: 'o', journal: [sent(0), acknowledged(0), sent(1)] },
  2,
);

test('records of the other side, of other files and of older runs say nothing', t => {
  const steps: readonly Step[] = [['TRUNCATE TABLE t', 'o']];
  const journal = [
    record(sent(0), 6),
    record(sent(0, 'a')),
    record(acknowledged(0, 'a')),
    record(sent(0, 'b', '2.sql')),
  ];
  t.is(resume({ steps, now: 'o', journal }), 0);
  unknown.exec(t, { steps, now: 'o', journal: [...journal, record(sent(0))] }, /^1\.sql:1: it was sent to b/);
});

const refused = (statement: number): Entry => ({ kind: 'refused', side: 'b', migration: '1.sql', statement });
const truncate: readonly Step[] = [
  ['ALTER TABLE t ADD a INT', 'a'],
  ['TRUNCATE TABLE t', 'a'],
];

test(
  'a statement that was answered with an error was not done',
  goesOn,
  { steps: truncate, now: 'a', journal: [...first, sent(1), refused(1)] },
  1,
);
test(
  'an error of the first try says nothing about the second',
  unknown,
  { steps: truncate, now: 'a', journal: [...first, sent(1), refused(1), sent(1)] },
  /^1\.sql:2/,
);
test(
  'an error of an earlier statement says nothing about a later one',
  unknown,
  { steps: truncate, now: 'a', journal: [...first, sent(1), sent(0), refused(0)] },
  /^1\.sql:2/,
);

test(
  'without a journal the structure tells, where only one place has it',
  goesOn,
  { steps: rebuild, now: 'c' },
  3,
);
test(
  'without a journal what cannot be seen is unknown',
  unknown,
  {
    steps: [
      ['ALTER TABLE t ADD a INT', 'a'],
      ['TRUNCATE TABLE t', 'a'],
    ],
    now: 'a',
  },
  /^1\.sql:2/,
);

test(
  'session variables leave no trace and are set again',
  goesOn,
  {
    steps: [
      ['SET foreign_key_checks = 0', 'o', 'session'],
      ['ALTER TABLE t ADD a INT', 'a'],
    ],
    now: 'o',
    journal: [sent(0)],
  },
  0,
);
