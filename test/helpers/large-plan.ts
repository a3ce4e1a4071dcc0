/**
 * A plan as large as they come: 300 tables, 60 migrations of five statements, 94 of them refused, 134 findings of lint and
 * a rewrite for most of what is refused, in the words of real plans.
 */
import type { Finding } from '../../src/errors.js';
import type { LintFinding } from '../../src/plan/lint/lint-finding.js';
import { refusalsOf } from '../../src/plan/lint/refusals-of.js';
import type { Plan } from '../../src/plan/plan.js';
import type { DirectedVerdict, ReviewedStatement } from '../../src/plan/review.js';
import type { Rewrite } from '../../src/plan/rewrites/rewrite.js';
import { refusedPlan } from './sample-plans.js';
import { column, structure, table } from './structures.js';

type Lint = Pick<LintFinding, 'id' | 'severity' | 'message' | 'why' | 'hint'> & { readonly column: string };

/** What is done to one table after the other. */
type Change = { readonly clause: string; readonly verdict: DirectedVerdict; readonly lint?: Lint };

const applies: DirectedVerdict = { verdict: 'applies', reasons: [] };

const after: Change = {
  clause: 'ADD COLUMN flag TINYINT NOT NULL DEFAULT 0 AFTER id',
  verdict: {
    verdict: 'stops',
    errnos: [13_146],
    reasons: [
      'row events are applied by position: values of the old column note would land in column flag',
      'keep the order of columns (no FIRST or AFTER); where the servers can do it with ALGORITHM=INSTANT, a migration with nothing else in it goes direct',
    ],
  },
};

const unique: Change = {
  clause: 'ADD UNIQUE INDEX by_note (note)',
  verdict: {
    verdict: 'silently-wrong',
    reasons: ['the new unique key by_note may find rows that are there equal, and then one of them is lost'],
  },
};

const drop: Change = {
  clause: 'DROP COLUMN note',
  verdict: applies,
  lint: {
    column: 'note',
    id: 'drop-column',
    severity: 'error',
    message: 'column note and its values go away',
    why: 'the values of the column are gone on both sides, and no way back brings them',
    hint: 'let applications stop using it first; if the values may be missed, rename it in this release, and drop it in a later one when nothing has asked for it',
  },
};

const rename: Change = {
  clause: 'RENAME COLUMN note TO remark',
  verdict: applies,
  lint: {
    column: 'note',
    id: 'breaks-application-rename',
    severity: 'warning',
    message: 'column note is called remark from now on',
    why: 'an application that asks by the old name fails from that moment on, and one that asks by the new name before',
    hint: 'add the new name beside the old one, move applications over, and drop the old one in a later release',
  },
};

const widen: Change = {
  clause: 'MODIFY note VARCHAR(250)',
  verdict: { verdict: 'applies-with-conversion', conversions: ['ALL_NON_LOSSY'], reasons: [] },
};

/** In each sixth of the statements: 40, 30 and 24 refused ones, 50 that warn, and the rest. */
const changes: readonly (readonly [Change, number])[] = [
  [after, 40],
  [unique, 30],
  [drop, 24],
  [rename, 50],
  [widen, 156],
];

const done = shuffled(changes.flatMap(([change, times]) => Array<Change>(times).fill(change)));

/** The same order every time, and every kind in every file. */
function shuffled<T>(items: readonly T[]): readonly T[] {
  return items
    .map((item, index) => [(index * 7919) % items.length, item] as const)
    .sort(([one], [other]) => one - other)
    .map(([, item]) => item);
}

const statements = done.map((change, index) => {
  const name = `table_${String(index).padStart(3, '0')}`;
  const number = Math.floor(index / 5);
  const file = `202603${String((number % 28) + 1).padStart(2, '0')}_${String(number).padStart(2, '0')}_release.sql`;
  return { change, name, file, line: (index % 5) + 1, sql: `ALTER TABLE ${name} ${change.clause}` };
});

const isRefused = ({ verdict: { verdict } }: Change): boolean =>
  verdict === 'stops' || verdict === 'silently-wrong';

const verdictRefusals: readonly Finding[] = statements
  .filter(({ change }) => isRefused(change))
  .map(({ change: { verdict }, name, file, line }) => {
    const [why = '', hint] = verdict.reasons;
    const finding = { id: verdict.verdict, where: `migrations/${file}:${line}`, message: `${name}: ${why}` };
    return hint === undefined ? finding : { ...finding, hint };
  });

const lint: readonly LintFinding[] = [
  ...statements.flatMap(({ change, name, file, line }) => {
    if (change.lint === undefined) return [];
    const { column: of, ...found } = change.lint;
    return [{ ...found, subject: `${name}.${of}`, file, line, accepted: null }];
  }),
  ...new Set(statements.map(({ file }) => file)),
].map(found =>
  typeof found === 'string'
    ? {
        id: 'down-missing',
        severity: 'note',
        file: found,
        line: 1,
        subject: found,
        message: 'does not say how it is taken back',
        why: '`dbshift migrate --down` cannot take it back',
        hint: 'write what undoes it: behind a line `-- down`, or as a function `down`',
        accepted: null,
      }
    : found,
);

const reviewed: readonly ReviewedStatement[] = statements.map(({ change, name, file, line, sql }) => ({
  migration: file,
  sql,
  file,
  line,
  kind: 'ddl',
  strategy: isRefused(change) ? 'refuse' : 'flip',
  algorithm: 'INPLACE',
  online: true,
  tables: [name],
}));

const rewrites: readonly Rewrite[] = statements
  .filter(({ change }) => change === after)
  .map(({ name, file }) => ({
    migration: file,
    title: 'columns at the end of the table, without FIRST and AFTER',
    note: 'columns stand in another order then: id, note, flag',
    parts: [
      {
        sql: [`ALTER TABLE ${name} ADD COLUMN flag TINYINT NOT NULL DEFAULT 0`],
        strategy: 'direct',
        why: 'instant on both servers',
      },
    ],
  }));

const tablesOf = (note: string) =>
  structure(
    ...statements.map(({ name }) =>
      table(name, [column('id', 'int')], {
        create: `CREATE TABLE \`${name}\` (\n  \`id\` int NOT NULL,\n  \`note\` ${note},\n  PRIMARY KEY (\`id\`)\n) ENGINE=InnoDB`,
      }),
    ),
  );

export const largePlan: Plan = {
  ...refusedPlan,
  refusals: [...verdictRefusals, ...refusalsOf(lint)],
  before: tablesOf('varchar(200)'),
  after: tablesOf('varchar(250)'),
  review: {
    parts: { files: {}, statements: '', schema: '', objects: {}, topology: null, versions: {}, settings: {} },
    statements: reviewed,
    tables: statements.map(({ change, name }) => ({
      schema: 'shop',
      name,
      oldToNew: change.verdict,
      newToOld: change.verdict,
    })),
    lint,
    numbers: null,
    rewrites,
  },
};
