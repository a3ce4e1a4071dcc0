/** Whatever a plan holds, the comment about it is short enough, whole, and says what comes out. */
import test from 'ava';
import fc from 'fast-check';
import { planMarker, renderMarkdown } from '../../../src/plan/markdown/render-markdown.js';
import { describeOutcome } from '../../../src/plan/outcome.js';
import type { Plan } from '../../../src/plan/plan.js';
import { anyPlan } from '../../helpers/any-plan.js';
import { cases } from '../../helpers/arbitraries.js';
import { mixedPlan, refusedPlan } from '../../helpers/sample-plans.js';
import { column, structure, table } from '../../helpers/structures.js';

test('any plan stays under the limit, begins with the marker, and tells its outcome and every refusal or their number', t => {
  fc.assert(
    fc.property(anyPlan, plan => {
      const text = renderMarkdown(plan);
      t.true(Buffer.byteLength(text) < 65_536, `${Buffer.byteLength(text)}`);
      t.true(text.startsWith(`${planMarker}\n`));
      t.true(text.includes(describeOutcome(plan)));
      const list = text
        .split('\n')
        .filter(line => /^- \*\*.*:/u.test(line) || / reasons? more: /u.test(line));
      const told = list.filter(line => !/ reasons? more: /u.test(line)).length;
      const left = /- _(\d+) reasons? more: /u.exec(text)?.[1] ?? '0';
      t.true(told + Number(left) >= plan.refusals.length);
    }),
    cases(150),
  );
});

test('the same advice is told once, where it stands first, so that more reasons find room', t => {
  const why = {
    id: 'stops',
    message: 'row events are applied by position',
    hint: 'keep the order of columns',
  };
  const refusals = Array.from({ length: 94 }, (_, n) => ({ ...why, where: `${n}.sql:1` }));
  const text = renderMarkdown({ ...refusedPlan, refusals });
  t.is(text.split(why.hint).length - 1, 1);
  t.true(text.includes('`93.sql:1`'));
});

test('no text ends a fence or a fold, or opens one', t => {
  fc.assert(
    fc.property(anyPlan, plan => {
      const { outside, open } = outsideOfFences(renderMarkdown(plan));
      t.is(open, null, 'every fence is closed');
      const folds = outside.join('\n');
      t.is(folds.split('<details>').length, folds.split('</details>').length);
      // Nothing but our own words of HTML, all of it whole.
      const tags = folds.match(/<[^>\n]*>?/gu) ?? [];
      t.deepEqual(
        tags.filter(tag => !/^<(!-- dbshift plan --|\/?details|\/?summary|br|\/?code)>$/u.test(tag)),
        [],
      );
      for (const line of outside) t.notRegex(line, /\p{Cc}/u);
    }),
    cases(150),
  );
});

test('a row of a table has as many cells as its head, whatever is in them', t => {
  fc.assert(
    fc.property(anyPlan, plan => {
      let width = 0;
      for (const line of outsideOfFences(renderMarkdown(plan)).outside) {
        if (!line.startsWith('| ')) width = 0;
        else {
          const cells = line.split('|').length;
          if (width === 0) width = cells;
          t.is(cells, width, line);
        }
      }
    }),
    cases(150),
  );
});

/** Lines outside of fenced blocks, as CommonMark reads them, and the fence that is still open at the end. */
function outsideOfFences(text: string): {
  readonly outside: readonly string[];
  readonly open: string | null;
} {
  let open: string | null = null;
  const outside: string[] = [];
  for (const line of text.split(/\r\n|\n|\r/u)) {
    const fence = /^ {0,3}(`{3,})([^`]*)$/u.exec(line);
    if (open === null) {
      if (fence === null) outside.push(line);
      else open = fence[1] ?? '';
    } else if (fence !== null && fence[2]?.trim() === '' && (fence[1]?.length ?? 0) >= open.length)
      open = null;
  }
  return { outside, open };
}

const hundreds = (number: number): Plan => {
  const names = Array.from({ length: number }, (_, index) => `table_${String(index).padStart(3, '0')}`);
  const of = (type: string) =>
    structure(
      ...names.map(name =>
        table(name, [column('id', type)], {
          create: `CREATE TABLE \`${name}\` (\n  \`id\` ${type} NOT NULL,\n  \`note\` varchar(200) DEFAULT NULL,\n  PRIMARY KEY (\`id\`)\n) ENGINE=InnoDB`,
        }),
      ),
    );
  const batch = { strategy: 'flip', why: 'COPY: writes would wait for it', conversions: [] } as const;
  const structures = { structureBefore: 'x', structureAfter: 'x' };
  return {
    ...mixedPlan,
    batches: names.map(name => ({
      ...batch,
      ...structures,
      tables: [name],
      migrations: [
        {
          name: `20260301_${name}.sql`,
          kind: 'sql' as const,
          checksum: 'c',
          statements: [
            {
              sql: `ALTER TABLE ${name} MODIFY id BIGINT NOT NULL`,
              file: `20260301_${name}.sql`,
              line: 1,
              kind: 'ddl' as const,
              tables: [name],
              algorithm: 'COPY' as const,
              online: false,
              verdicts: [],
              structureAfter: 'x',
            },
          ],
        },
      ],
    })),
    before: of('int(11)'),
    after: of('bigint(20)'),
  };
};

test('300 tables are told with how many are left out of each list', t => {
  const text = renderMarkdown(hundreds(300));
  t.true(text.length < 65_536);
  t.regex(text, /### Plan for `shop`: 300 migrations in 300 batches, 300 flips/u);
  t.regex(text, /\| _\d+ migrations more_ \|/u);
  t.regex(text, /_\d+ batches left out: the comment would be too long\._/u);
  t.regex(text, /_\d+ diffs left out: the comment would be too long\._/u);
});

test('thousands of refusals are counted, and the first are told', t => {
  const refusals = Array.from({ length: 3000 }, (_, index) => ({
    id: 'stops',
    where: `${index}.sql:1`,
    message: 'the applier would stop',
  }));
  const text = renderMarkdown({ ...refusedPlan, refusals });
  t.regex(text, /refused, for 3000 reasons/u);
  t.regex(text, /- \*\*stops\*\* `0\.sql:1`/u);
  t.regex(text, /_\d{4} reasons more: `dbshift plan` shows all_/u);
});

test('one statement of a megabyte is cut, and the others are there', t => {
  const sql = `INSERT INTO t VALUES\n${'  (1),\n'.repeat(150_000)}`;
  const batches = mixedPlan.batches.map((batch, at) => ({
    ...batch,
    migrations: batch.migrations.map(migration => ({
      ...migration,
      statements: migration.statements.map(statement => (at === 0 ? { ...statement, sql } : statement)),
    })),
  }));
  const text = renderMarkdown({ ...mixedPlan, batches });
  t.true(text.length < 65_536);
  t.regex(text, /… \d+ more lines/u);
  t.true(text.includes('CREATE TABLE coupons'));
});
