import test from 'ava';
import { crossedTables } from '../../src/plan/crossed-tables.js';
import type { ReviewedStatement, ReviewedTable } from '../../src/plan/review.js';

const statement = (strategy: ReviewedStatement['strategy'], ...tables: string[]): ReviewedStatement => ({
  migration: '1.sql',
  file: '1.sql',
  line: 1,
  sql: 'ALTER TABLE …',
  kind: 'ddl',
  algorithm: 'COPY',
  online: false,
  strategy,
  tables,
});
const table = (name: string): ReviewedTable => ({
  schema: 'app',
  name,
  oldToNew: { verdict: 'stops', reasons: [] },
  newToOld: { verdict: 'stops', reasons: [] },
});

test('the verdicts of a table count where it flips or is refused, and not where all of it goes directly', t => {
  const statements = [statement('direct', 'a', 'b'), statement('flip', 'b'), statement('refuse', 'c')];
  const crossed = crossedTables({ statements, tables: ['a', 'b', 'c', 'd'].map(table) });
  t.deepEqual(
    crossed.map(({ name }) => name),
    ['b', 'c'],
  );
});
