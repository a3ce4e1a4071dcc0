import test from 'ava';
import fc from 'fast-check';
import type { Side } from '../../../src/pair/side.js';
import { type MeasuredRates, nothingMeasured } from '../../../src/plan/numbers/measured-rates.js';
import { type NumbersFacts, numbersOf } from '../../../src/plan/numbers/numbers-of.js';
import type { BatchNumbers, PlanNumbers } from '../../../src/plan/numbers/plan-numbers.js';
import type { TableBytes } from '../../../src/plan/numbers/table-bytes.js';
import type { Algorithm, Batch, PlannedStatement, Strategy } from '../../../src/plan/plan.js';
import { cases } from '../../helpers/arbitraries.js';
import { column, structure, table } from '../../helpers/structures.js';

const id = column('id', 'int');
const before = structure(table('t', [id]), table('u', [id]));

type Sent = readonly [sql: string, algorithm: Algorithm | null, ...tables: readonly string[]];

const copy: Sent = ['ALTER TABLE t MODIFY id BIGINT', 'COPY', 't'];
const index: Sent = ['CREATE INDEX k ON t (id)', 'NOCOPY', 't'];
const instant: Sent = ['ALTER TABLE t ADD c INT', 'INSTANT', 't'];
const create: Sent = ['CREATE TABLE n (id INT)', null, 'n'];

function statement([sql, algorithm, ...tables]: Sent): PlannedStatement {
  const place = { file: '001.sql', line: 1, kind: 'ddl' } as const;
  return { ...place, sql, algorithm, tables, online: false, verdicts: [], structureAfter: '' };
}

function batch(strategy: Strategy, ...sent: readonly Sent[]): Batch {
  const statements = sent.map(statement);
  return {
    strategy,
    why: '',
    migrations: [{ name: '001.sql', kind: 'sql', checksum: '', statements }],
    conversions: [],
    tables: [...new Set(sent.flatMap(([, , ...tables]) => tables))].sort(),
    structureBefore: '',
    structureAfter: '',
  };
}

const sized = (dataBytes: number, indexBytes = 0): TableBytes => ({ rows: 1000, dataBytes, indexBytes });

function numbers(batches: readonly Batch[], facts: Partial<NumbersFacts> = {}): PlanNumbers {
  const both = new Map([['t', sized(50_000_000)]]);
  const given = { batches, before, sizes: { a: both, b: both }, active: 'a', ...facts } as const;
  return numbersOf({ measured: nothingMeasured, writePauseMs: 5000, ...given });
}

function only(found: PlanNumbers): BatchNumbers {
  const [first] = found.batches;
  if (first === undefined) throw new Error('there is one batch');
  return first;
}

const measured: MeasuredRates = {
  work: { copy: { bytesPerSecond: 25_000_000, statements: 4 } },
  writes: { transactions: 500, binlogBytes: 100_000 },
  applied: 1500,
  writePauseMs: 12,
};

test('without a measured rate the stated one is taken, and said', t => {
  const { sides, basis, catchUpMs, writePauseMs, withoutSpareMs } = only(numbers([batch('flip', copy)]));
  t.deepEqual(sides.a, { ms: 1000, diskBytes: 50_000_000, binlogBytes: null });
  t.deepEqual(basis, { kind: 'stated', bytesPerSecond: 50_000_000 });
  t.deepEqual([catchUpMs, writePauseMs, withoutSpareMs], [null, null, 2000]);
});

test('measured rates give time, binlog to keep, catch-up and the pause', t => {
  const { sides, basis, catchUpMs, writePauseMs, withoutSpareMs } = only(
    numbers([batch('flip', copy)], { measured }),
  );
  // 2 s of writes are applied in 1 s, because half as much again is written meanwhile.
  t.deepEqual(sides.a, { ms: 2000, diskBytes: 50_000_000, binlogBytes: 300_000 });
  t.deepEqual(basis, { kind: 'measured', bytesPerSecond: 25_000_000, statements: 4 });
  t.deepEqual([catchUpMs, writePauseMs, withoutSpareMs], [1000, 12, 6000]);
});

test('a batch with a kind of work that was never measured says so', t => {
  t.is(only(numbers([batch('flip', copy, index)], { measured })).basis.kind, 'partly-measured');
});

test('an applier that is slower than the writes does not catch up at a time that anybody knows', t => {
  const slow = { ...measured, applied: 400 };
  t.is(only(numbers([batch('flip', copy)], { measured: slow })).catchUpMs, null);
});

test('a pair without writes has nothing to catch up with', t => {
  const idle = { ...measured, writes: { transactions: 0, binlogBytes: 0 }, applied: null };
  const { catchUpMs, sides } = only(numbers([batch('flip', copy)], { measured: idle }));
  t.deepEqual([catchUpMs, sides.a.binlogBytes], [0, 0]);
});

test('each side takes as long as its own table is large', t => {
  const sizes = {
    a: new Map([['t', sized(50_000_000)]]),
    b: new Map([['t', sized(80_000_000, 20_000_000)]]),
  };
  const found = numbers([batch('flip', copy)], { sizes });
  t.deepEqual([only(found).sides.a.ms, only(found).sides.b.ms], [1000, 2000]);
  t.deepEqual(found.tables, [{ table: 't', rows: 1000, bytes: 100_000_000 }]);
});

test('instant changes and new tables cost nothing, and need no basis', t => {
  const { sides, basis, catchUpMs } = only(numbers([batch('direct', instant, create)]));
  t.deepEqual(sides.a, { ms: 0, diskBytes: 0, binlogBytes: 0 });
  t.deepEqual([basis.kind, catchUpMs], ['nothing', 0]);
});

test('a table that is renamed stays as large as it is', t => {
  const renamed = batch(
    'flip',
    ['RENAME TABLE t TO v', null, 't', 'v'],
    ['ALTER TABLE v FORCE', 'COPY', 'v'],
  );
  t.is(only(numbers([renamed])).sides.a.ms, 1000);
  const [, later] = numbers([
    batch('direct', ['ALTER TABLE t RENAME v', 'INPLACE', 't', 'v']),
    renamed,
  ]).batches;
  t.is(later?.sides.a.ms, 1000);
});

test('where no sizes are known nobody knows the time, but of what takes none', t => {
  const unknown = numbers([batch('flip', copy), batch('direct', instant, create)], { sizes: null });
  t.deepEqual(unknown.tables, []);
  t.deepEqual(
    unknown.batches.map(({ sides, withoutSpareMs }) => [sides.a.ms, withoutSpareMs]),
    [
      [null, null],
      [0, 0],
    ],
  );
});

test('what a data migration takes nobody knows', t => {
  const { sides, withoutSpareMs } = only(numbers([batch('data')]));
  t.deepEqual([sides.a.ms, sides.a.binlogBytes, withoutSpareMs], [null, null, 0]);
});

test('the second flip has the roles of the first one turned', t => {
  const readers = numbers([batch('flip', copy), batch('direct', instant), batch('flip', copy)]).batches.map(
    one => one.readers?.slice(0, 16) ?? null,
  );
  t.deepEqual(readers, ['who reads on b s', null, 'who reads on a s']);
});

test('one copy after the other needs the disk of the largest, and what indexes keep', t => {
  t.is(only(numbers([batch('flip', copy, copy)])).sides.a.diskBytes, 50_000_000);
  t.is(only(numbers([batch('flip', index, copy)])).sides.a.diskBytes, 75_000_000);
});

const bytes = fc.nat({ max: 1e12 });
const anySize = fc.record({ rows: fc.constant(1), dataBytes: bytes, indexBytes: bytes });
const rate = fc.double({ min: 1e-3, max: 1e10, noNaN: true });
const anyRates: fc.Arbitrary<MeasuredRates> = fc.record({
  work: fc.record(
    {
      copy: fc.record({ bytesPerSecond: rate, statements: fc.nat() }),
      rebuild: fc.record({ bytesPerSecond: rate, statements: fc.nat() }),
      index: fc.record({ bytesPerSecond: rate, statements: fc.nat() }),
    },
    { requiredKeys: [] },
  ),
  writes: fc.option(
    fc.record({ transactions: fc.oneof(fc.constant(0), rate), binlogBytes: fc.oneof(fc.constant(0), rate) }),
  ),
  applied: fc.option(rate),
  writePauseMs: fc.option(fc.nat()),
});
const anySent = fc.constantFrom<Sent>(
  copy,
  index,
  instant,
  create,
  ['ALTER TABLE t ENGINE=InnoDB', 'INPLACE', 't'],
  ['ALTER TABLE t MODIFY c VARCHAR(60)', 'INPLACE', 't'],
  ['ALTER TABLE u ADD INDEX (a), ADD INDEX (b)', 'INPLACE', 'u'],
  ['RENAME TABLE u TO w', null, 'u', 'w'],
  ['ALTER TABLE w FORCE', 'COPY', 'w'],
);
const anyBatch = fc
  .tuple(fc.constantFrom<Strategy>('flip', 'direct', 'data'), fc.array(anySent, { maxLength: 5 }))
  .map(([strategy, sent]) => batch(strategy, ...sent));
const anySide = fc.constantFrom<Side>('a', 'b');

function leavesOf(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(leavesOf) : [];
}

const onBoth = (t: TableBytes, u: TableBytes) => {
  const sizes = new Map([
    ['t', t],
    ['u', u],
  ]);
  return { a: sizes, b: sizes };
};

test('no number is negative, infinite or none at all', t => {
  fc.assert(
    fc.property(
      fc.array(anyBatch, { maxLength: 4 }),
      anySize,
      anySize,
      anyRates,
      anySide,
      (batches, x, y, rates, active) => {
        const found = numbers(batches, { sizes: onBoth(x, y), measured: rates, active });
        for (const value of leavesOf(found)) t.true(Number.isFinite(value) && value >= 0);
      },
    ),
    cases(300),
  );
});

test('more bytes never take less time, disk or binlog', t => {
  fc.assert(
    fc.property(
      anyBatch,
      anySize,
      anySize,
      bytes,
      bytes,
      anyRates,
      (one, x, y, moreData, moreIndex, rates) => {
        const larger = { ...x, dataBytes: x.dataBytes + moreData, indexBytes: x.indexBytes + moreIndex };
        const small = only(numbers([one], { sizes: onBoth(x, y), measured: rates }));
        const large = only(numbers([one], { sizes: onBoth(larger, y), measured: rates }));
        for (const key of ['ms', 'diskBytes', 'binlogBytes'] as const)
          t.true((large.sides.b[key] ?? 0) >= (small.sides.b[key] ?? 0), key);
        t.true((large.withoutSpareMs ?? 0) >= (small.withoutSpareMs ?? 0));
      },
    ),
    cases(300),
  );
});

test('statements of one batch add up, but for rounding', t => {
  fc.assert(
    fc.property(fc.array(anySent, { maxLength: 4 }), anySize, anySize, anyRates, (sent, x, y, rates) => {
      const unnamed = sent.filter(([sql]) => !/RENAME|\bw\b/u.test(sql));
      const ms = (of: readonly Sent[]) =>
        only(numbers([batch('flip', ...of)], { sizes: onBoth(x, y), measured: rates })).sides.a.ms ?? 0;
      const sum = unnamed.reduce((total, one) => total + ms([one]), 0);
      t.true(Math.abs(sum - ms(unnamed)) <= unnamed.length + sum * 1e-9);
    }),
    cases(200),
  );
});

test('only a flip holds appliers, and so the spare', t => {
  fc.assert(
    fc.property(anyBatch, anySize, anyRates, (one, x, rates) => {
      const { readers, withoutSpareMs, writePauseMs } = only(
        numbers([one], { sizes: onBoth(x, x), measured: rates }),
      );
      if (one.strategy === 'flip') return t.not(readers, null);
      t.deepEqual([readers, withoutSpareMs, writePauseMs], [null, 0, null]);
    }),
    cases(100),
  );
});
