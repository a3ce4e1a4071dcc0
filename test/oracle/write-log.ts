import test from 'ava';
import { measurePauses } from '../helpers/oracle/pauses.js';
import { operationsOf } from '../helpers/oracle/workload.js';
import { type Attempt, parseWriteLog } from '../helpers/oracle/write-log.js';

const sent = '{"n":1,"operation":{"kind":"insert","id":8},"side":"a","generation":1,"sentAt":10}\n';

test('a write whose answer is not in the log has an unknown outcome', t => {
  t.like(parseWriteLog(sent)[0], { outcome: 'unknown', answeredAt: null });
});

test('a last line that a killed writer could not end is not there', t => {
  const answer = '{"n":1,"outcome":"acknowledged","value":1,"answeredAt":12}';
  t.like(parseWriteLog(`${sent}${answer}`)[0], { outcome: 'unknown' });
  t.like(parseWriteLog(`${sent}${answer}\n`)[0], { outcome: 'acknowledged', answeredAt: 12 });
});

test('no two writers use one id, none deletes what another one inserted', t => {
  const workload = { table: 't', rows: 1000, counters: 8, writers: 4 };
  const owners = new Map<number, number>();
  for (let writer = 0; writer < 4; writer++) {
    const operations = operationsOf(writer, workload);
    for (let n = 0; n < 2000; n++) {
      const operation = operations.next().value;
      if (operation.kind === 'count') continue;
      const { id } = operation;
      t.true(id > workload.counters);
      if (operation.kind === 'delete') t.is(id > workload.rows ? owners.get(id) : writer, writer);
      else t.false(owners.has(id) || id <= workload.rows);
      owners.set(id, writer);
    }
  }
});

test('a pause lasts from the last answer of the old side to the first of the new one', t => {
  const pauses = measurePauses([
    [write('a', 1, 10, 'acknowledged'), write('a', 2, 20, 'refused'), write('b', 3, 36, 'acknowledged')],
    [write('a', 1, 14, 'acknowledged'), write('a', 2, 30, 'unknown'), write('b', 3, 40, 'acknowledged')],
  ]);
  t.deepEqual(pauses, [{ from: 'a', to: 'b', ms: 22, refused: 1, cut: 1 }]);
});

test('there and back again are two pauses', t => {
  const log = (['a', 'b', 'a'] as const).map((side, index) => write(side, index, 10 * index, 'acknowledged'));
  t.deepEqual(
    measurePauses([log]).map(({ from, to }) => `${from} to ${to}`),
    ['a to b', 'b to a'],
  );
});

function write(
  side: 'a' | 'b',
  generation: number,
  answeredAt: number,
  outcome: Attempt['outcome'],
): Attempt {
  const operation = { kind: 'insert', id: answeredAt } as const;
  return { n: 1, operation, side, generation, sentAt: answeredAt - 1, answeredAt, outcome };
}
