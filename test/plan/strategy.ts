import test from 'ava';
import { liveAfter } from '../../src/plan/live-tables.js';
import { nothingMeasured } from '../../src/plan/numbers/measured-rates.js';
import { chooseWay, type StrategyFacts, type Way } from '../../src/plan/strategy.js';
import {
  bigId,
  changed,
  facts,
  id,
  live,
  name,
  note,
  propose,
  type Step,
  widenId,
} from '../helpers/proposals.js';
import { column, table } from '../helpers/structures.js';

const choose = (steps: readonly Step[], of: Partial<StrategyFacts> = {}): Way =>
  chooseWay(propose(steps), { ...facts, ...of });

const goes = test.macro<[steps: readonly Step[], kind: Way['kind'], why: RegExp]>((t, steps, kind, why) => {
  const way = choose(steps);
  t.is(way.kind, kind);
  if (way.kind !== 'refused') t.regex(way.why, why);
});

const coupons = table('coupons', [id]);
const createCoupons: Step = {
  sql: 'CREATE TABLE coupons (id INT PRIMARY KEY)',
  tables: ['coupons'],
  after: changed(live, { coupons }),
};
const addNote = (to: 'big' | 'small'): Step => ({
  sql: `ALTER TABLE ${to} ADD note VARCHAR(200)`,
  tables: [to],
  algorithm: 'INSTANT',
  after: changed(live, { [to]: table(to, [id, name, note]) }),
});
const addIndex = (to: 'big' | 'small'): Step => ({
  sql: `CREATE INDEX by_name ON ${to} (name)`,
  tables: [to],
  algorithm: 'NOCOPY',
  after: changed(live, {
    [to]: table(to, [id, name], {
      keys: [
        { name: 'PRIMARY', unique: true, type: 'BTREE', columns: ['id'] },
        { name: 'by_name', unique: false, type: 'BTREE', columns: ['name'] },
      ],
    }),
  }),
});

test('a migration that sends nothing goes direct', goes, [], 'direct', /^touches no existing rows$/);
test('a new table goes direct', goes, [createCoupons], 'direct', /^touches no existing rows$/);
test(
  'a table that is replaced by an empty one has rows to lose, as if it were dropped and made',
  goes,
  [{ sql: 'CREATE OR REPLACE TABLE small (id INT PRIMARY KEY, name VARCHAR(50))', tables: ['small'] }],
  'direct',
  /^must reach both servers in the order of the writes$/,
);
test(
  'a table that the migration itself makes is empty: even a copy of it goes direct',
  goes,
  [
    createCoupons,
    {
      sql: 'ALTER TABLE coupons MODIFY id BIGINT',
      tables: ['coupons'],
      algorithm: 'COPY',
      online: false,
      after: changed(live, { coupons: table('coupons', [bigId]) }),
    },
  ],
  'direct',
  /^touches no existing rows$/,
);
test(
  'rows of a table that the file makes go with it',
  goes,
  [createCoupons, { sql: 'INSERT INTO coupons VALUES (1)', kind: 'rows', after: changed(live, { coupons }) }],
  'direct',
  /^touches no existing rows$/,
);
test(
  'an instant change goes direct, however large the table is',
  goes,
  [addNote('big')],
  'direct',
  /^instant on both/,
);
test(
  'an instant change that its author has bound is one',
  goes,
  [{ ...addNote('big'), sql: 'ALTER TABLE big ADD note VARCHAR(200), ALGORITHM=INSTANT' }],
  'direct',
  /^instant on both/,
);
test(
  'names that look like clauses change nothing',
  goes,
  [
    {
      sql: 'ALTER TABLE big ADD `lock` INT',
      tables: ['big'],
      algorithm: 'INSTANT',
      after: changed(live, { big: table('big', [id, name, column('lock', 'int')]) }),
    },
  ],
  'direct',
  /^instant on both/,
);
test(
  'an online change of a small table goes direct',
  goes,
  [addIndex('small')],
  'direct',
  /^online and short$/,
);
test(
  'an online change of a large table flips: the passive would lag as long as it takes',
  goes,
  [addIndex('big')],
  'flip',
  /^NOCOPY of big, 5000\.0 MB: about 100000 ms, longer than limits\.directMs$/,
);
test('a measured rate sends to a flip what it says to be slow, and nothing else to the active', t => {
  const by = (bytesPerSecond: number) => ({
    measured: { ...nothingMeasured, work: { index: { bytesPerSecond, statements: 1 } } },
  });
  t.is(choose([addIndex('small')], by(2_500_000)).kind, 'direct');
  t.is(choose([addIndex('small')], by(2_499_999)).kind, 'flip');
  t.is(choose([addIndex('big')], by(1e12)).kind, 'flip');
});
test(
  'an index is dropped online too',
  goes,
  [{ ...addIndex('small'), sql: 'DROP INDEX by_name ON small' }],
  'direct',
  /^online and short$/,
);
test(
  'a copy flips, however small the table is: writes would wait',
  goes,
  [
    {
      sql: 'ALTER TABLE small MODIFY id BIGINT NOT NULL',
      tables: ['small'],
      algorithm: 'COPY',
      online: false,
      after: changed(live, { small: table('small', [bigId, name]) }),
    },
  ],
  'flip',
  /^COPY of small, 5\.0 MB: writes would wait for it$/,
);
test(
  'an online change that no clause can bind flips: nobody knows what the active would make of it',
  goes,
  [
    {
      sql: 'ALTER TABLE small LOCK=NONE, PARTITION BY HASH (id)',
      tables: ['small'],
      algorithm: 'COPY',
      online: true,
      after: changed(live, { small: table('small', [id, name], { partitioning: 'HASH (id)' }) }),
    },
  ],
  'flip',
  /no clause can bind a server to it$/,
);
test(
  'one heavy statement makes the whole migration flip, with its new tables',
  goes,
  [createCoupons, { ...widenId, after: changed(live, { coupons, big: table('big', [bigId, name]) }) }],
  'flip',
  /^COPY of big/,
);
test(
  'all reasons to go direct are told',
  goes,
  [createCoupons, addNote('big'), addIndex('small')],
  'direct',
  /^touches no existing rows; instant on both servers; online and short$/,
);
test(
  'a view goes direct',
  goes,
  [{ sql: 'CREATE VIEW v AS SELECT * FROM big' }],
  'direct',
  /^touches no existing rows$/,
);
test(
  'a view may go along with a flip',
  goes,
  [widenId, { sql: 'CREATE VIEW v AS SELECT * FROM big', after: widenId.after ?? live }],
  'flip',
  /^COPY of big/,
);
test(
  'settings of the session count for nothing',
  goes,
  [{ sql: 'SET foreign_key_checks = 0', kind: 'session' }],
  'direct',
  /^touches no existing rows$/,
);

for (const [sql, tables, after] of [
  ['DROP TABLE big', ['big'], changed(live, { big: null })],
  ['TRUNCATE TABLE big', ['big'], live],
  [
    'RENAME TABLE big TO huge',
    ['big', 'huge'],
    changed(live, { big: null, huge: table('huge', [id, name]) }),
  ],
] as const) {
  test(`${sql} goes direct alone, and is refused in a flip`, t => {
    const alone = choose([{ sql, tables, after }]);
    t.like(alone, { kind: 'direct', why: 'must reach both servers in the order of the writes' });
    const heavy: Step = {
      sql: 'ALTER TABLE small MODIFY id BIGINT NOT NULL',
      tables: ['small'],
      algorithm: 'COPY',
      online: false,
    };
    const refused = choose([heavy, { sql, tables, after }]);
    t.is(refused.kind, 'refused');
    if (refused.kind !== 'refused') return;
    t.like(refused.findings[0], { id: 'silently-wrong', where: '1.sql:2' });
    t.regex(refused.findings[0]?.hint ?? '', /direct/);
  });
}

test('what reads or writes rows is data, whatever it costs', t => {
  const way = chooseWay(
    propose([{ sql: 'UPDATE big SET name = 1', kind: 'rows' }], { usesRows: true }),
    facts,
  );
  t.like(way, { kind: 'data', verdicts: [] });
});

test('limits.directMs decides, and a change that just fits goes direct', t => {
  const kind = (directMs: number) => choose([addIndex('small')], { directMs }).kind;
  // 5 MB at 50 MB/s.
  t.is(kind(100), 'direct');
  t.is(kind(99), 'flip');
});

test('an instant change that a side has no more room for flips: its passive would stop with 4092', t => {
  const left = (count: number) => ({ ...facts.live, instantLeft: new Map([['small', count]]) });
  const way = choose([addNote('small')], { live: left(0) });
  t.is(way.kind, 'flip');
  t.regex(way.kind === 'flip' ? way.why : '', /^small, 5\.0 MB: its instant changes are used up on a side/);
  t.is(choose([addNote('small')], { live: left(1) }).kind, 'direct', 'the last one');
  t.is(choose([addNote('big')], { live: left(0) }).kind, 'direct', 'other tables are not concerned');
});

test('each statement that adds or drops columns instantly leaves one less for the next migration', t => {
  const seven = { ...facts.live, instantLeft: new Map([['small', 7]]) };
  t.is(liveAfter(seven, propose([addNote('small')])).instantLeft.get('small'), 6);
  const comment: Step = { sql: "ALTER TABLE small COMMENT 'x'", tables: ['small'], algorithm: 'INSTANT' };
  t.is(liveAfter(seven, propose([comment])).instantLeft.get('small'), 7);
  t.is(
    liveAfter(seven, propose([{ ...addNote('small'), algorithm: 'INPLACE' }])).instantLeft.get('small'),
    7,
  );
});

test('a change of a table that cannot be told is heavy', t => {
  // A server that folds the case of table names, and a rebuild that leaves no trace.
  const way = choose([{ sql: 'ALTER TABLE BIG ENGINE=InnoDB', algorithm: 'INPLACE', online: true }]);
  t.is(way.kind, 'flip');
});

const refuses = test.macro<
  [steps: readonly Step[], finding: { id: string; where: string; message: RegExp; hint: RegExp }]
>((t, steps, { id: verdict, where, message, hint }) => {
  const way = choose(steps);
  t.is(way.kind, 'refused');
  if (way.kind !== 'refused') return;
  t.is(way.findings.length, 1);
  t.like(way.findings[0], { id: verdict, where });
  t.regex(way.findings[0]?.message ?? '', message);
  t.regex(way.findings[0]?.hint ?? '', hint);
});

const widened = changed(live, { big: table('big', [bigId, name]) });

test(
  'a column in the middle of a table that is copied is refused where it stands, with the rewrite',
  refuses,
  [
    widenId,
    { sql: 'CREATE VIEW v AS SELECT 1', after: widened },
    {
      sql: 'ALTER TABLE big ADD note VARCHAR(200) AFTER id',
      tables: ['big'],
      algorithm: 'INSTANT',
      after: changed(live, { big: table('big', [bigId, note, name]) }),
    },
  ],
  { id: 'silently-wrong', where: '1.sql:3', message: /^big: /, hint: /end/ },
);
test('latin1 to utf8mb4 is refused', t => {
  const latin1 = { ...name, charset: 'latin1', collation: 'latin1_swedish_ci' };
  const before = changed(live, { small: table('small', [id, latin1], { charset: 'latin1' }) });
  const convert: Step = {
    sql: 'ALTER TABLE small CONVERT TO CHARACTER SET utf8mb4',
    tables: ['small'],
    algorithm: 'COPY',
    online: false,
    after: live,
  };
  const way = chooseWay(propose([convert], { before }), facts);
  t.is(way.kind, 'refused');
  if (way.kind !== 'refused') return;
  t.is(way.findings.length, 1);
  t.like(way.findings[0], { id: 'silently-wrong', where: '1.sql:1' });
  t.regex(way.findings[0]?.message ?? '', /latin1/);
});

test(
  'a cascading foreign key is refused',
  refuses,
  [
    {
      sql: 'ALTER TABLE small ADD FOREIGN KEY f (id) REFERENCES parent (id) ON DELETE CASCADE',
      tables: ['small'],
      algorithm: 'COPY',
      online: false,
      after: changed(live, {
        small: table('small', [id, name], {
          foreignKeys: [
            {
              name: 'f',
              columns: ['id'],
              referencedTable: 'parent',
              referencedColumns: ['id'],
              onDelete: 'CASCADE',
              onUpdate: 'RESTRICT',
            },
          ],
        }),
      }),
    },
  ],
  {
    id: 'silently-wrong',
    where: '1.sql:1',
    message: /^small: with f the passive changes rows/,
    hint: /CASCADE/,
  },
);
test(
  'a trigger is refused in a flip, where it stands',
  refuses,
  [
    widenId,
    {
      sql: 'CREATE TRIGGER r BEFORE INSERT ON big FOR EACH ROW SET @a = 1',
      tables: ['big'],
      after: { ...widened, others: { 'trigger:r': 'CREATE TRIGGER r …' } },
    },
  ],
  { id: 'silently-wrong', where: '1.sql:2', message: /^trigger:r: /, hint: /direct/ },
);
test(
  'rows cannot go along with what must flip',
  refuses,
  [
    createCoupons,
    { ...widenId, after: changed(live, { coupons, big: table('big', [bigId, name]) }) },
    { sql: 'INSERT INTO coupons VALUES (1)', kind: 'rows' },
  ],
  {
    id: 'rows-in-flip',
    where: '1.sql:3',
    message: /\(COPY of big, 5000\.0 MB/,
    hint: /migration of their own/,
  },
);

test(
  'a clause that nobody has tried is refused, and its advice promises no more than holds',
  refuses,
  [{ sql: 'ALTER TABLE big DROP PARTITION p', tables: ['big'], algorithm: 'COPY', online: false }],
  {
    id: 'silently-wrong',
    where: '1.sql:1',
    message: /DROP PARTITION was not tried in a flip/,
    hint: /goes direct where it is instant, or online and short$/,
  },
);

test('every table that is refused has a finding', t => {
  const both = changed(live, { big: table('big', [name, id]), small: table('small', [name, id]) });
  const swap = (of: string, after: Step['after']): Step => ({
    sql: `ALTER TABLE ${of} MODIFY name VARCHAR(50) FIRST`,
    tables: [of],
    algorithm: 'COPY',
    online: false,
    after: after ?? live,
  });
  const way = choose([swap('big', changed(live, { big: table('big', [name, id]) })), swap('small', both)]);
  t.deepEqual(way.kind === 'refused' ? way.findings.map(({ where }) => where) : [], ['1.sql:1', '1.sql:2']);
});

test('the verdict of a flip tells which conversion the passive needs', t => {
  const way = choose([widenId]);
  t.is(way.kind, 'flip');
  if (way.kind === 'flip')
    t.like(way.verdicts[0], {
      table: 'big',
      verdict: { kind: 'applies-with-conversion', conversions: ['ALL_NON_LOSSY'] },
    });
});

const huge = changed(live, { big: null, huge: table('huge', [id, name]) });
const rename: Step = { sql: 'RENAME TABLE big TO huge', tables: ['big', 'huge'], after: huge };
const copyHuge: Step = {
  sql: 'ALTER TABLE huge MODIFY id BIGINT NOT NULL',
  tables: ['huge'],
  algorithm: 'COPY',
  online: false,
  after: changed(huge, { huge: table('huge', [bigId, name]) }),
};

test('a renamed table is as large as it was, for later migrations', t => {
  for (const sql of [rename.sql, 'ALTER TABLE big RENAME TO huge']) {
    const moved = liveAfter(facts.live, propose([{ ...rename, sql }]));
    t.is(moved.bytes.get('huge'), 5e9, sql);
    t.is(chooseWay(propose([copyHuge], { before: huge }), { ...facts, live: moved }).kind, 'flip', sql);
  }
});

test('a renamed table is as large as it was, also within the migration', t => {
  t.is(choose([rename, copyHuge]).kind, 'refused');
});

test('tables that swap their names count as the larger one, and as used up if one is', t => {
  const sql = 'RENAME TABLE big TO t, small TO big, t TO small';
  const before = { ...facts.live, instantLeft: new Map([['small', 0]]) };
  const moved = liveAfter(before, propose([{ sql, tables: ['big', 'small'] }]));
  t.is(moved.bytes.get('small'), 5e9);
  t.deepEqual(
    [...moved.instantLeft],
    [
      ['small', 0],
      ['big', 0],
    ],
  );
});

test('the rename of a new table is the rename of a new table', t => {
  const steps: Step[] = [
    createCoupons,
    { sql: 'RENAME TABLE coupons TO vouchers', tables: ['coupons', 'vouchers'], after: live },
  ];
  t.deepEqual(liveAfter(facts.live, propose(steps)), facts.live);
});

test('after a data migration nobody knows how large a new table is, so a copy of it flips', t => {
  const before = changed(live, { coupons });
  const filled = liveAfter(
    facts.live,
    propose([{ sql: 'INSERT INTO coupons SELECT id FROM big', kind: 'rows' }], { before, usesRows: true }),
  );
  t.is(filled.bytes.get('big'), 5e9);
  const copy: Step = {
    sql: 'ALTER TABLE coupons MODIFY id BIGINT NOT NULL',
    tables: ['coupons'],
    algorithm: 'COPY',
    online: false,
    after: changed(before, { coupons: table('coupons', [bigId]) }),
  };
  t.is(chooseWay(propose([copy], { before }), { ...facts, live: filled }).kind, 'flip');
  t.is(chooseWay(propose([copy], { before }), facts).kind, 'direct');
});
