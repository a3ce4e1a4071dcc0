import test from 'ava';
import fc from 'fast-check';
import { longestPart, numberEntries, toRecords, toRows } from '../../src/journal/deploy-rows.js';
import type { DeployEntry } from '../../src/programs/deploy-record.js';

const settings = { sqlMode: '', characterSet: 'utf8mb4', collation: 'utf8mb4_bin' };

function entryOf(body: string): DeployEntry {
  const program = { kind: 'procedure', name: 'p' } as const;
  const after = { ...program, create: body, definer: 'a@b', settings };
  return {
    kind: 'program',
    change: { ...program, before: { a: null, b: null }, after, grants: { a: [], b: [] } },
  };
}

/** Long ones whose characters fall on every place beside a cut. */
const bodies = fc
  .tuple(
    fc.constantFrom('x', 'é', '"', '\\', '😀'),
    fc.integer({ min: 0, max: 3 * longestPart }),
    fc.string({ unit: 'grapheme', maxLength: 5 }),
  )
  .map(([unit, length, head]) => head + unit.repeat(length));

test('entries of any length come back from their rows, none of which is too long or ends in half a character', t => {
  fc.assert(
    fc.property(fc.array(bodies, { maxLength: 4 }), texts => {
      const records = numberEntries([...texts.map(entryOf), { kind: 'end', outcome: 'done' }], {
        epoch: 3,
        at: '2026-01-01 00:00:00.000000',
      });
      const rows = records.flatMap(toRows);
      t.deepEqual(
        rows.map(([, n]) => n),
        rows.map((_, n) => n),
      );
      t.true(
        rows.every(({ 5: text }) => text.length <= longestPart && Buffer.from(text).toString() === text),
      );
      const stored = rows.map(([epoch, n, at, kind, , entry]) => ({ epoch, n, at, kind, entry }));
      t.deepEqual(toRecords(stored), records);
    }),
    { numRuns: 30 },
  );
});

test('a short entry is one row, as it always was', t => {
  const records = numberEntries([entryOf('SELECT 1')], { epoch: 1, at: '' });
  const [row] = records.flatMap(toRows);
  t.deepEqual(row?.slice(0, 5), [1, 0, '', 'program', 'procedure:p']);
  t.is(row?.[5], JSON.stringify(records[0]?.entry));
});
