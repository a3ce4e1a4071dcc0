import test from 'ava';
import { fingerprintStructure } from '../../src/plan/fingerprint.js';
import { groupBatches, type Routed } from '../../src/plan/group-batches.js';
import { liveAfter } from '../../src/plan/live-tables.js';
import type { StrategyFacts } from '../../src/plan/strategy.js';
import type { Structure } from '../../src/plan/structure.js';
import {
  big,
  bigId,
  changed,
  facts,
  id,
  live,
  name,
  note,
  propose,
  route,
  type Step,
} from '../helpers/proposals.js';
import { column, mysqlApplier, table } from '../helpers/structures.js';

/** Migrations in a row: each begins where the one before it ends. */
function routed(
  files: readonly (readonly Step[])[],
  of: StrategyFacts = facts,
  before = live,
): readonly Routed[] {
  let now = before;
  return files.map((steps, index) => {
    const migration = propose(steps, { before: now, file: `${index + 1}.sql` });
    now = migration.after;
    return route(migration, of);
  });
}

const namesOf = (batches: ReturnType<typeof groupBatches>) =>
  batches.map(({ strategy, migrations }) => [strategy, ...migrations.map(one => one.name)]);

const change = (from: Structure, to: Parameters<typeof changed>[1]): Pick<Step, 'after'> => ({
  after: changed(from, to),
});
const copy = { algorithm: 'COPY', online: false } as const;

const widenedBig = table('big', [bigId, name]);
const longerSmall = table('small', [id, note]);
const widenBig: Step = {
  sql: 'ALTER TABLE big MODIFY id BIGINT NOT NULL',
  tables: ['big'],
  ...copy,
  ...change(live, { big: widenedBig }),
};
const lengthenSmall: Step = {
  sql: 'ALTER TABLE small CHANGE name note VARCHAR(200)',
  tables: ['small'],
  ...copy,
  ...change(live, { big: widenedBig, small: longerSmall }),
};
const createCoupons: Step = {
  sql: 'CREATE TABLE coupons (id INT)',
  tables: ['coupons'],
  ...change(live, { coupons: table('coupons', [id]) }),
};
const addNote: Step = {
  sql: 'ALTER TABLE big ADD note VARCHAR(200)',
  tables: ['big'],
  algorithm: 'INSTANT',
  ...change(live, { big: table('big', [id, name, note]) }),
};

test('no migrations make no batches', t => {
  t.deepEqual(groupBatches([], facts), []);
});

test('consecutive heavy migrations cost one flip, with the conversions of all', t => {
  const [batch, ...more] = groupBatches(routed([[widenBig], [lengthenSmall]]), facts);
  t.deepEqual(more, []);
  t.like(batch, {
    strategy: 'flip',
    why: 'COPY of big, 5000.0 MB: writes would wait for it; COPY of small, 5.0 MB: writes would wait for it',
    conversions: ['ALL_NON_LOSSY'],
    tables: ['big', 'small'],
    structureBefore: fingerprintStructure(live),
    structureAfter: fingerprintStructure(changed(live, { big: widenedBig, small: longerSmall })),
  });
  t.deepEqual(
    batch?.migrations.map(one => one.name),
    ['1.sql', '2.sql'],
  );
});

test('conversions of different migrations are united [mysql]', t => {
  const mysql = { ...facts, applier: mysqlApplier };
  const unsigned = table('small', [column('id', 'int unsigned', { unsigned: true, nullable: false }), name]);
  const before = changed(live, { small: unsigned, big: table('big', [id, name]) });
  const wider = table('small', [column('id', 'bigint unsigned', { unsigned: true, nullable: false }), name]);
  const longer = table('big', [id, column('name', 'varchar(80)')]);
  const files: Step[][] = [
    [
      {
        sql: 'ALTER TABLE small MODIFY id BIGINT UNSIGNED NOT NULL',
        tables: ['small'],
        ...copy,
        ...change(before, { small: wider }),
      },
    ],
    [
      {
        sql: 'ALTER TABLE big MODIFY name VARCHAR(80)',
        tables: ['big'],
        ...copy,
        ...change(before, { small: wider, big: longer }),
      },
    ],
  ];
  const [batch, ...more] = groupBatches(routed(files, mysql, before), mysql);
  t.deepEqual(more, []);
  t.deepEqual(batch?.conversions, ['ALL_NON_LOSSY', 'ALL_UNSIGNED']);
});

test('migrations that are unsafe together are divided: signed and unsigned cannot widen in one leg [mysql]', t => {
  const mysql = { ...facts, applier: mysqlApplier };
  const unsigned = table('small', [column('id', 'int unsigned', { unsigned: true, nullable: false }), name]);
  const before = changed(live, { small: unsigned });
  const wider = table('small', [column('id', 'bigint unsigned', { unsigned: true, nullable: false }), name]);
  const files: Step[][] = [
    [
      {
        sql: 'ALTER TABLE small MODIFY id BIGINT UNSIGNED NOT NULL',
        tables: ['small'],
        ...copy,
        ...change(before, { small: wider }),
      },
    ],
    [
      {
        sql: 'ALTER TABLE big MODIFY id BIGINT NOT NULL',
        tables: ['big'],
        ...copy,
        ...change(before, { small: wider, big: widenedBig }),
      },
    ],
  ];
  const batches = groupBatches(routed(files, mysql, before), mysql);
  t.deepEqual(namesOf(batches), [
    ['flip', '1.sql'],
    ['flip', '2.sql'],
  ]);
  t.deepEqual(
    batches.map(({ conversions }) => conversions),
    [['ALL_NON_LOSSY', 'ALL_UNSIGNED'], ['ALL_NON_LOSSY']],
  );
});

test('migrations that are unsafe together are divided: a column that goes and comes back has lost its values', t => {
  const files: Step[][] = [
    [
      {
        sql: 'ALTER TABLE big DROP name, FORCE',
        tables: ['big'],
        ...copy,
        ...change(live, { big: table('big', [id]) }),
      },
    ],
    [{ sql: 'ALTER TABLE big ADD name VARCHAR(50), FORCE', tables: ['big'], ...copy, after: live }],
  ];
  t.deepEqual(namesOf(groupBatches(routed(files), facts)), [
    ['flip', '1.sql'],
    ['flip', '2.sql'],
  ]);
});

test('what goes between two flips keeps them apart', t => {
  const coupons = table('coupons', [id]);
  const files: Step[][] = [
    [widenBig],
    [{ ...createCoupons, ...change(live, { big: widenedBig, coupons }) }],
    [{ ...lengthenSmall, ...change(live, { big: widenedBig, coupons, small: longerSmall }) }],
  ];
  t.deepEqual(namesOf(groupBatches(routed(files), facts)), [
    ['flip', '1.sql'],
    ['direct', '2.sql'],
    ['flip', '3.sql'],
  ]);
});

test('direct migrations run together, each data migration alone', t => {
  const data = (file: string): Routed =>
    route(propose([{ sql: 'UPDATE big SET name = 1', kind: 'rows' }], { file, usesRows: true }));
  const [one, two] = routed([
    [createCoupons],
    [
      {
        ...addNote,
        ...change(live, { coupons: table('coupons', [id]), big: table('big', [id, name, note]) }),
      },
    ],
  ]);
  if (one === undefined || two === undefined) return t.fail();
  const batches = groupBatches([one, two, data('3.sql'), data('4.sql')], facts);
  t.deepEqual(namesOf(batches), [
    ['direct', '1.sql', '2.sql'],
    ['data', '3.sql'],
    ['data', '4.sql'],
  ]);
  t.like(batches[0], {
    why: 'touches no existing rows; instant on both servers',
    conversions: [],
    tables: ['big', 'coupons'],
  });
});

const sqlOf = (batches: ReturnType<typeof groupBatches>) =>
  batches.flatMap(({ migrations }) =>
    migrations.flatMap(({ statements }) => statements.map(({ sql }) => sql)),
  );

test('a direct statement on an existing table is bound to its algorithm, one on a new table is not', t => {
  const fresh: Step = {
    sql: 'ALTER TABLE coupons ADD name VARCHAR(50)',
    tables: ['coupons'],
    algorithm: 'INSTANT',
    ...change(live, { coupons: table('coupons', [id, name]) }),
  };
  t.deepEqual(sqlOf(groupBatches(routed([[createCoupons, fresh], [addNote]]), facts)), [
    createCoupons.sql,
    fresh.sql,
    `${addNote.sql}\n, ALGORITHM=INSTANT`,
  ]);
});

test('a table that the plan renames is bound as an existing one', t => {
  const huge = changed(live, { big: null, huge: table('huge', [id, name]) });
  const rename = propose([{ sql: 'RENAME TABLE big TO huge', tables: ['big', 'huge'], after: huge }]);
  const add = propose([{ ...addNote, sql: 'ALTER TABLE huge ADD note VARCHAR(200)', tables: ['huge'] }], {
    before: huge,
    file: '2.sql',
  });
  const moved = { ...facts, live: liveAfter(facts.live, rename) };
  t.deepEqual(sqlOf(groupBatches([route(rename), route(add, moved)], moved)), [
    'RENAME TABLE big TO huge',
    'ALTER TABLE huge ADD note VARCHAR(200)\n, ALGORITHM=INSTANT',
  ]);
});

test('statements of a flip are sent as they are written: the passive may take its time', t => {
  t.deepEqual(sqlOf(groupBatches(routed([[widenBig]]), facts)), [widenBig.sql]);
});

test('each statement of a flip has the verdicts on its own tables, as the group is judged', t => {
  const [batch] = groupBatches(routed([[widenBig], [lengthenSmall]]), facts);
  const verdicts = batch?.migrations.map(({ statements }) =>
    statements.flatMap(one => one.verdicts.map(v => [v.table, v.verdict.kind])),
  );
  t.deepEqual(verdicts, [[['big', 'applies-with-conversion']], [['small', 'applies-with-conversion']]]);
});

test('each statement knows the structure after it', t => {
  const [batch] = groupBatches(
    routed([[createCoupons, { ...addNote, ...change(live, { coupons: table('coupons', [id]), big }) }]]),
    facts,
  );
  t.deepEqual(
    batch?.migrations[0]?.statements.map(({ structureAfter }) => structureAfter),
    [createCoupons.after, changed(live, { coupons: table('coupons', [id]), big })].map(after =>
      fingerprintStructure(after ?? live),
    ),
  );
});
