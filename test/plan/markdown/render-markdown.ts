/** Whatever a plan holds, the comment about it is short enough, whole, and says what comes out. */
import test from 'ava';
import fc from 'fast-check';
import { planMarker, renderMarkdown } from '../../../src/plan/markdown/render-markdown.js';
import { describeOutcome } from '../../../src/plan/outcome.js';
import type { Plan } from '../../../src/plan/plan.js';
import { anyPlan } from '../../helpers/any-plan.js';
import { cases } from '../../helpers/arbitraries.js';
import { hugePlan } from '../../helpers/huge-plan.js';
import { largePlan } from '../../helpers/large-plan.js';
import { mixedPlan, refusedPlan } from '../../helpers/sample-plans.js';
import { column, structure, table } from '../../helpers/structures.js';

test('any plan stays under the limit, begins with the marker, and tells its outcome', t => {
  fc.assert(
    fc.property(anyPlan, plan => {
      const text = renderMarkdown(plan);
      t.true(Buffer.byteLength(text) < 65_536, `${Buffer.byteLength(text)}`);
      t.true(text.startsWith(`${planMarker}\n`));
      t.true(text.includes(describeOutcome(plan)));
    }),
    cases(150),
  );
});

test('a plan of ordinary names, however large, names every refused statement and every error of lint, or counts them', t => {
  fc.assert(
    fc.property(hugePlan, plan => {
      const text = renderMarkdown(plan);
      t.true(text.length <= 65_536);
      const reasons = toldIn(text, 'Nothing of this plan is run');
      const wanted = plan.refusals.map(({ where }) => where.replace('migrations/', ''));
      t.deepEqual(
        [...new Set(wanted)].filter(place => !reasons.places.has(place)),
        [],
      );
      if (plan.refusals.length > 0) t.is(reasons.number, plan.refusals.length);
      const lint = plan.review?.lint ?? [];
      const rest = lint.filter(({ severity }) => severity !== 'error').length;
      if (lint.length > 0) t.is(toldIn(text, '**Lint:**').number, rest);
    }),
    cases(20),
  );
});

test('nothing of the summary becomes shorter while anything of the details is kept', t => {
  fc.assert(
    fc.property(hugePlan, plan => {
      const text = renderMarkdown(plan);
      if (!text.includes('<details>')) return;
      const summary = text.slice(0, text.indexOf('<details>'));
      for (const { message } of plan.refusals) {
        const [subject = ''] = message.split(': ');
        t.true(summary.includes(`\`${subject}\``), subject);
      }
      for (const { subject, severity } of plan.review?.lint ?? []) {
        if (severity === 'warning') t.true(summary.includes(`\`${subject}\``), subject);
      }
    }),
    cases(20),
  );
});

test('a plan of 300 tables tells all of its 94 reasons, its lint, verdicts and rewrites before any diff', t => {
  const text = renderMarkdown(largePlan);
  t.true(text.length <= 65_536, `${text.length}`);
  t.true(text.includes('### Plan for `shop`: refused, for 94 reasons: 60 migrations of 300 tables\n'));
  const { places, number } = toldIn(text, 'Nothing of this plan is run');
  t.is(number, 94);
  t.deepEqual(
    largePlan.refusals
      .map(({ where }) => where.replace('migrations/', ''))
      .filter(place => !places.has(place)),
    [],
  );
  t.true(text.includes('**Lint:** 24 errors (refused above), 50 warnings, 60 notes'));
  t.is(toldIn(text, '**Lint:**').number, 110);
  for (const { name } of largePlan.review?.tables.slice(0, 5) ?? []) t.true(text.includes(`\`${name}\``));
  t.regex(
    text,
    /\| \*\*silently-wrong\*\*[^\n]*\n\| [^\n]* \| \*\*stops \(13146\)\*\*/u,
    'the gravest first',
  );
});

/** A part of a summary: the statements that it names, and how many things it counts. */
function toldIn(
  text: string,
  intro: string,
): { readonly places: ReadonlySet<string>; readonly number: number } {
  const from = text.indexOf('\n\n', text.indexOf(intro)) + 2;
  const lines =
    text
      .slice(from)
      .split('\n\n', 1)[0]
      ?.split('\n')
      .filter(line => line.startsWith('- ')) ?? [];
  const places = new Set<string>();
  let number = 0;
  for (const line of lines) {
    const times = [...line.matchAll(/\*\*,? (\d+) times?\b/gu)].map(([, times]) => Number(times));
    const more = /^- _?(?:\w+: )?(\d+) .*more/u.exec(line)?.[1];
    number += more === undefined ? sum(times) : Number(more);
    if (more === undefined && times.length === 0 && line.includes('**')) number += 1;
    let file = '';
    for (const [, name = '', at = ''] of line.matchAll(/`([^`:]*):(\d+)`/gu)) {
      if (name !== '') file = name;
      places.add(`${file}:${at}`);
    }
  }
  return { places, number };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}

test('advice that holds for several reasons is told where it stands first, and named by its number after that', t => {
  const hint =
    'keep the order of columns; where the servers can do it at once, a migration with nothing else goes direct';
  const refusals = ['flag', 'note', 'total'].map((column, line) => ({
    id: 'stops',
    where: `1.sql:${line}`,
    message: `orders: values of ${column} would land elsewhere`,
    hint,
  }));
  const text = renderMarkdown({ ...refusedPlan, refusals });
  t.is(text.split(hint).length - 1, 1);
  t.true(text.includes(`→ (1) ${hint}`));
  t.is(text.split('<br>→ (1)\n').length - 1, 2);
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

test('300 migrations have a row each, and details say how many of them are left out', t => {
  const text = renderMarkdown(hundreds(300));
  t.true(text.length < 65_536);
  t.regex(text, /### Plan for `shop`: 300 migrations of 300 tables in 300 batches, 300 flips/u);
  for (const { name } of hundreds(300).batches.flatMap(({ migrations }) => migrations))
    t.true(text.includes(`\`${name}\``));
  t.regex(text, /_\d+ batches left out: the comment would be too long, and `dbshift plan` shows all\._/u);
  t.regex(text, /_\d+ diffs left out: the comment would be too long, and `dbshift plan` shows all\._/u);
});

test('thousands of refusals are counted, and as many are named as fit', t => {
  const refusals = Array.from({ length: 9000 }, (_, index) => ({
    id: 'stops',
    where: `${index}.sql:1`,
    message: 'the applier would stop',
  }));
  const text = renderMarkdown({ ...refusedPlan, refusals });
  t.regex(text, /refused, for 9000 reasons/u);
  t.regex(text, /- \*\*stops\*\*, 9000 times\n- `0\.sql:1`; /u);
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
