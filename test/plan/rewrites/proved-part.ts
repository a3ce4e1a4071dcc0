import test from 'ava';
import type { Strategy } from '../../../src/plan/plan.js';
import { mergeParts, type ProvedPart, toRewritePart } from '../../../src/plan/rewrites/proved-part.js';
import { facts, propose, type Step, widenId } from '../../helpers/proposals.js';

const comment: Step = { sql: "ALTER TABLE small COMMENT 'x'", tables: ['small'], algorithm: 'INSTANT' };
const unchecked: Step = { sql: 'SET SESSION foreign_key_checks = 0', kind: 'session' };

const part = (strategy: Strategy, steps: readonly Step[], apart = false): ProvedPart => ({
  migration: propose(steps),
  strategy,
  why: 'x',
  facts,
  apart,
});

const sqlOf = (parts: readonly ProvedPart[]) => mergeParts(parts).map(one => toRewritePart(one).sql);

test('neighbours that go the same way are one migration, which sets its session once', t => {
  const direct = part('direct', [unchecked, comment]);
  t.deepEqual(sqlOf([direct, direct, part('flip', [widenId]), direct]), [
    [unchecked.sql, comment.sql, comment.sql],
    [widenId.sql],
    [unchecked.sql, comment.sql],
  ]);
});

test('parts between which releases lie stay apart', t => {
  t.is(sqlOf([part('direct', [comment], true), part('direct', [comment])]).length, 2);
});

test('what would go another way together stays apart', t => {
  t.is(sqlOf([part('direct', [comment]), part('direct', [widenId])]).length, 2);
});
