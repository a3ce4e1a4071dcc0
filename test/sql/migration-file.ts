import test from 'ava';
import { ConfigError } from '../../src/errors.js';
import { parseSqlMigration } from '../../src/sql/migration-file.js';

const parse = (text: string) => {
  const { up, down } = parseSqlMigration(text, '0001_orders.sql');
  return { up: up.map(statement => statement.text), down: down?.map(statement => statement.text) ?? null };
};

const refuses = test.macro<[text: string, message: RegExp, id: string]>({
  exec(t, text, message, id) {
    const error = t.throws(() => parseSqlMigration(text, '0001_orders.sql'), { instanceOf: ConfigError });
    t.regex(error.message, message);
    t.is(error.findings[0]?.id, id);
    t.truthy(error.hint);
  },
  title: name => `${name} is refused`,
});

test('a file without markers is all up', t => {
  t.deepEqual(parse('ALTER TABLE a FORCE;\n-- and\nALTER TABLE b FORCE'), {
    up: ['ALTER TABLE a FORCE', 'ALTER TABLE b FORCE'],
    down: null,
  });
});

const MARKERS = [
  ['-- up', '-- down'],
  ['--up', '--down'],
  ['-- UP', '-- Down  \r'],
  ['-- +up', '-- +down'],
  ['-- migrate:up', '-- migrate:down'],
  ['-- migrate:up transaction:false', '-- migrate:down transaction:false'],
  ['-- +migrate Up', '-- +migrate Down'],
  ['-- +goose Up', '-- +goose Down'],
] as const;

for (const [up, down] of MARKERS) {
  test(`"${down.trim()}" begins the down part`, t => {
    const expected = { up: ['ALTER TABLE a FORCE'], down: ['ALTER TABLE b FORCE'] };
    t.deepEqual(parse(`${up}\nALTER TABLE a FORCE;\n\n${down}\nALTER TABLE b FORCE;\n`), expected);
    t.deepEqual(parse(`ALTER TABLE a FORCE; -- why\n${down}\nALTER TABLE b FORCE;\n`), expected);
    t.deepEqual(parse(`${down}\nALTER TABLE b FORCE;\n${up}\nALTER TABLE a FORCE;\n`), expected);
  });
}

test('a down part may be empty', t => {
  t.deepEqual(parse('ALTER TABLE a FORCE;\n-- down\n'), { up: ['ALTER TABLE a FORCE'], down: [] });
});

test('a comment that only mentions down is no marker', t => {
  t.is(parse('-- down the road\nALTER TABLE a FORCE; -- tear down\n/* -- down */\n').down, null);
});

test('every statement keeps its place in the file, across the parts and DELIMITER', t => {
  const text =
    'ALTER TABLE a FORCE;\nDELIMITER $$\n  CREATE PROCEDURE p() BEGIN SELECT 1; END $$\n-- down\nDROP PROCEDURE p$$';
  const { up, down } = parseSqlMigration(text, 'f.sql');
  t.deepEqual(
    [...up, ...(down ?? [])].map(({ line, column, delimiter }) => [line, column, delimiter]),
    [
      [1, 1, ';'],
      [3, 3, '$$'],
      [5, 1, '$$'],
    ],
  );
});

test('USE is kept for the caller to judge', t => {
  t.deepEqual(parse('use app\nALTER TABLE a FORCE;').up, ['use app', 'ALTER TABLE a FORCE']);
});

test('an empty file', refuses, '', /^0001_orders\.sql has no statement/, 'empty-migration');
test('a file of comments', refuses, '-- soon\n;\n', /^0001_orders\.sql has no statement/, 'empty-migration');
test(
  'a file with a down part only',
  refuses,
  '-- down\nDROP TABLE a;',
  /has no statement/,
  'empty-migration',
);
test(
  'a marker behind a statement that has not ended',
  refuses,
  'DROP TABLE a\n-- down\nDROP TABLE b;',
  /^0001_orders\.sql:2:1: /,
  'marker-inside',
);
test(
  'a second down part',
  refuses,
  'DROP TABLE a;\n-- down\nDROP TABLE b;\n-- down\nDROP TABLE c;',
  /^0001_orders\.sql:4:1: /,
  'second-down',
);
test(
  'a file that cannot be split',
  refuses,
  "DROP TABLE a;\nSELECT 'x",
  /^0001_orders\.sql:2:8: /,
  'unclosed-quote',
);
