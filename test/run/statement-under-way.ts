import test from 'ava';
import type { Entry, JournalRecord } from '../../src/journal/entry.js';
import { statementUnderWay } from '../../src/run/statement-under-way.js';
import { plan as recorded } from '../helpers/recorded-run.js';

const ddl = (sql: string, structureAfter: string) =>
  ({ sql, kind: 'ddl', file: '1.sql', line: 1, structureAfter }) as const;

const [first, ...rest] = recorded.batches;
const statements = [ddl('ALTER TABLE orders FORCE', 's0'), ddl('ALTER TABLE orders ADD KEY (k)', 's1')];
const plan = {
  ...recorded,
  batches:
    first === undefined ? [] : [{ ...first, migrations: [{ ...first.migrations[0], statements }] }, ...rest],
} as typeof recorded;

const migration = '20260301_bigint_ids.sql';

function records(...entries: readonly Entry[]): readonly JournalRecord[] {
  return entries.map((entry, n) => ({ epoch: 3, n, nonce: 'x', runId: 'r', at: '', entry }));
}

const mark = (
  kind: 'sent' | 'acknowledged' | 'refused',
  statement: number,
  side: 'a' | 'b' = 'b',
): Entry => ({
  kind,
  side,
  migration,
  statement,
});

test('the last statement that was sent and not answered is under way, with the structures around it', t => {
  const sent = records(mark('sent', 0), mark('acknowledged', 0), mark('sent', 1));
  t.deepEqual(statementUnderWay(sent, plan, 'b'), {
    sql: 'ALTER TABLE orders ADD KEY (k)',
    before: 's0',
    after: 's1',
  });
});

test('on the other side, after an answer, and of an older run nothing is under way', t => {
  const sent = records(mark('sent', 0));
  t.is(statementUnderWay(sent, plan, 'a'), null);
  for (const kind of ['acknowledged', 'refused'] as const)
    t.is(statementUnderWay(records(mark('sent', 0), mark(kind, 0)), plan, 'b'), null);
  const newer = records({ kind: 'end', outcome: 'done' }).map(record => ({ ...record, epoch: 4 }));
  t.is(statementUnderWay([...sent, ...newer], plan, 'b'), null);
});

test('a replica has statements of its own', t => {
  const sent = records({ ...mark('sent', 0), replica: 'b/10.0.0.5:3306' } as Entry);
  t.is(statementUnderWay(sent, plan, 'b'), null);
  t.is(statementUnderWay(sent, plan, 'b/10.0.0.5:3306')?.sql, 'ALTER TABLE orders FORCE');
});
