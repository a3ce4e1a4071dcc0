import { readFile } from 'node:fs/promises';
import test from 'ava';

const sources = [
  'src/migrate/files.ts',
  'src/migrate/compare-pending.ts',
  'src/migrate/refuse-statement.ts',
  'src/workspace/recording-rules.ts',
  'src/workspace/record-migration.ts',
  'src/plan/strategy.ts',
  'src/run/plan-run.ts',
];

test('every reason that a migration is refused for is in the documentation', async t => {
  const documented = await readFile('docs/migrations.md', 'utf8');
  const texts = await Promise.all(sources.map(path => readFile(path, 'utf8')));
  const ids = texts.flatMap(text =>
    [...text.matchAll(/(?:\bid: |\brefusal\(\s*)'([a-z-]+)'/g)].map(([, id]) => id ?? ''),
  );
  t.true(ids.length > 20);
  t.deepEqual(
    ids.filter(id => !documented.includes(`\`${id}\``)),
    [],
  );
});
