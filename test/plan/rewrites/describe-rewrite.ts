import test from 'ava';
import { describeRewrite } from '../../../src/plan/rewrites/describe-rewrite.js';

test('a rewrite is told with its parts in order, each with its way and ready to be pasted into a file', t => {
  t.deepEqual(
    describeRewrite({
      migration: '3_total.sql',
      title: 'split',
      note: 'know this',
      parts: [
        {
          sql: ['SET a = 1', 'ALTER TABLE t ADD x INT; '],
          strategy: 'direct',
          why: 'instant on both servers',
        },
        { sql: ['ALTER TABLE t ADD KEY (x)'], strategy: 'flip', why: 'long' },
      ],
    }),
    {
      title: '3_total.sql: split, in 2 migrations',
      note: 'know this',
      parts: [
        { title: '1. direct: instant on both servers', sql: 'SET a = 1;\nALTER TABLE t ADD x INT;' },
        { title: '2. flip: long', sql: 'ALTER TABLE t ADD KEY (x);' },
      ],
    },
  );
});
