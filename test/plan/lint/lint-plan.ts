import test from 'ava';
import { describeLint } from '../../../src/plan/lint/describe-lint.js';
import { refusalsOf } from '../../../src/plan/lint/refusals-of.js';
import { lint, showing, step, tried } from '../../helpers/linted.js';
import type { Step } from '../../helpers/proposals.js';
import { column, notNull, structure, table } from '../../helpers/structures.js';

const id = column('id', 'int', notNull);
const name = column('name', 'varchar(50)');
const users = table('users', [id, name]);
const live = structure(users);
const tags = table('tags', [id, name]);

const dropName = step('ALTER TABLE users DROP name', live, { users: table('users', [id]) });
const dropping = tried([dropName], { before: live });
const accept = (of: { in?: string; subject?: string }) => [
  { id: 'drop-column', reason: 'empty for a year', where: 'lint.accept[0]', ...of },
];
const errors = (accepted: ReturnType<typeof accept>) =>
  refusalsOf(lint([dropping], { accept: accepted })).length;

test('an error refuses the plan, with the lines that accept it', t => {
  t.deepEqual(refusalsOf(lint([dropping])), [
    {
      id: 'drop-column',
      where: '1.sql:1',
      message: 'users.name: column name and its values go away',
      hint:
        'let applications stop using it first; if the values may be missed, rename it in this release, and drop it in a ' +
        'later one when nothing has asked for it; or accept it in the configuration: lint: { accept: [{ id: drop-column, ' +
        'in: "1.sql", subject: users.name, reason: "…" }] }',
    },
  ]);
});

test('an accepted error refuses nothing, and is shown with its reason', t => {
  const findings = lint([dropping], { accept: accept({ in: '1.sql', subject: 'users.name' }) });
  t.deepEqual(refusalsOf(findings), []);
  const [found] = findings;
  t.is(found?.accepted, 'empty for a year');
  t.like(found && describeLint(found), {
    state: 'accepted',
    place: '1.sql:1',
    explanation: 'accepted: empty for a year',
  });
});

test('an acceptance reaches as far as it says: a file, a subject, a pattern of either', t => {
  t.is(errors(accept({})), 0);
  t.is(errors(accept({ in: '*.sql', subject: 'users.*' })), 0);
  t.is(errors(accept({ in: '2.sql' })), 1);
  t.is(errors(accept({ in: '1*l' })), 0);
  t.is(errors(accept({ in: '1?sql' })), 1);
  t.is(errors(accept({ subject: 'users' })), 1);
});

test('an acceptance that accepts nothing is named, and refuses nothing', t => {
  const findings = lint([dropping], { accept: accept({ in: '0.sql' }) });
  t.like(findings.at(-1), { id: 'acceptance-unused', severity: 'note', file: 'lint.accept[0]' });
  t.is(refusalsOf(findings).length, 1);
});

test('of two acceptances that fit one finding the first accepts it, and the second is named', t => {
  const both = [...accept({ in: '1.sql' }), ...accept({})].map((one, n) => ({
    ...one,
    where: `lint.accept[${n}]`,
  }));
  const findings = lint([dropping], { accept: both });
  t.deepEqual(
    findings.filter(({ id }) => id === 'acceptance-unused').map(({ file, message }) => [file, message]),
    [['lint.accept[1]', 'accepts drop-column, and entries before it accept all that it fits']],
  );
  t.deepEqual(refusalsOf(findings), []);
});

test('a table that the plan makes is empty, whatever becomes of it', t => {
  const made = structure(users, tags);
  const make = tried([step('CREATE TABLE tags (…)', live, { tags })], { before: live, file: '1.sql' });
  const drop = tried([step('DROP TABLE tags', made, { tags: null })], { before: made, file: '2.sql' });
  t.deepEqual(lint([make, drop]), []);
});

test('a table that a data migration may have filled is not empty', t => {
  const made = structure(users, tags);
  const make = tried([step('CREATE TABLE tags (…)', live, { tags })], { before: live, file: '1.sql' });
  const fill = tried([], { before: made, file: '2.sql', usesRows: true });
  const drop = tried([step('DROP TABLE tags', made, { tags: null })], { before: made, file: '3.sql' });
  t.true(showing(lint([make, fill, drop])).includes('drop-table tags'));
});

test('a table keeps its rows under another name', t => {
  const people = table('people', [id, name]);
  const moved = structure(people);
  const rename = tried([step('RENAME TABLE users TO people', live, { users: null, people })], {
    before: live,
  });
  const drop = tried([step('DROP TABLE people', moved, { people: null })], { before: moved, file: '2.sql' });
  t.true(showing(lint([rename, drop])).includes('drop-table people'));
});

test('a table that was dropped and made again is empty', t => {
  const none = structure();
  const steps = [
    step('DROP TABLE users', live, { users: null }),
    step('CREATE TABLE users (…)', none, { users }),
    dropName,
  ];
  t.deepEqual(
    refusalsOf(lint([tried(steps, { before: live })])).map(finding => finding.id),
    ['drop-table'],
  );
});

test('who takes a migration back has asked for what that loses: nothing of it is an error', t => {
  const findings = lint([dropping], { direction: 'down', accept: accept({ in: 'other.sql' }) });
  t.deepEqual(
    findings.map(({ id: rule, severity }) => [rule, severity]),
    [
      ['drop-column', 'warning'],
      ['breaks-application-drop', 'warning'],
    ],
  );
});

const heavy = (sql: string, create: string, algorithm: Step['algorithm'] = 'INPLACE'): Step => ({
  ...step(sql, live, { users: table('users', [id, name], { create }) }),
  algorithm: algorithm ?? null,
});
const index = heavy('CREATE INDEX a ON users (name)', 'a');
const another = heavy('CREATE INDEX b ON users (id)', 'b');

test('several heavy statements on one table could be one, also in different migrations', t => {
  const one = tried([index], { before: live, file: '1.sql' });
  const other = tried([another], { before: live, file: '2.sql' });
  const [found] = lint([one, other]);
  t.like(found, { id: 'merge-alters', subject: 'users', file: '2.sql', severity: 'note' });
  t.is(found?.message, 'users was changed in 1.sql:1 already');
});

test('an instant statement is not merged with a heavy one, and a data migration stands between two', t => {
  const instant = tried([index, heavy('ALTER TABLE users ADD n INT', 'n', 'INSTANT')], { before: live });
  t.deepEqual(showing(lint([instant])), []);
  const parts = [
    tried([index], { before: live, file: '1.sql' }),
    tried([], { before: live, file: '2.sql', usesRows: true }),
    tried([another], { before: live, file: '3.sql' }),
  ];
  t.deepEqual(showing(lint(parts)), []);
});

test('a migration without a way back is noted, one that says how is not', t => {
  const addN = step('ALTER TABLE users ADD n INT', live, {
    users: table('users', [id, name, column('n', 'int')]),
  });
  const found = (down: 'missing' | 'there' | typeof live) =>
    showing(lint([tried([addN], { before: live, down })]));
  t.deepEqual(found('missing'), ['down-missing 1.sql']);
  t.deepEqual(found('there'), []);
  t.deepEqual(found(live), []);
});

test('a way back that a server refuses is told', t => {
  t.deepEqual(showing(lint([tried([], { before: live, down: 'fails' })])), ['down-lossy 1.sql']);
});

test('a way back that leaves another structure is told by the table', t => {
  const addN = step('ALTER TABLE users ADD n INT', live, {
    users: table('users', [id, name, column('n', 'int')]),
  });
  const down = addN.after ?? live;
  t.deepEqual(showing(lint([tried([addN], { before: live, down })])), ['down-lossy users']);
});

test('a way back brings a column again, but not its values', t => {
  const findings = lint([tried([dropName], { before: live, down: live })]);
  const [lossy] = findings.filter(finding => finding.id === 'down-lossy');
  t.is(lossy?.message, '`down` cannot bring back the values of users.name');
});
