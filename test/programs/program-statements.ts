/** The statements that bring one program: what is replaced how, on which flavor. */
import test from 'ava';
import type { Definition, ProgramKind } from '../../src/programs/program.js';
import { statementsFor } from '../../src/programs/program-statements.js';
import { flavors } from '../helpers/flavors.js';

const settings = { sqlMode: 'ANSI_QUOTES', characterSet: 'utf8mb4', collation: 'utf8mb4_general_ci' };

function program(kind: ProgramKind, create: string, definer = "o'neil@10.%"): Definition {
  return { kind, name: 'x', create, definer, settings };
}

const procedure = (n: number) => program('procedure', `CREATE PROCEDURE \`x\`()\nSELECT ${n}`);
const change = (before: Definition | null, after: Definition | null) => {
  const { kind = 'procedure', name = 'x' } = after ?? before ?? {};
  return { kind, name, before, after } as const;
};

test('every program is made in the settings and the name that it is to have', t => {
  t.deepEqual(statementsFor(change(null, procedure(1)), flavors.mysql), [
    "SET SESSION sql_mode = 'ANSI_QUOTES', character_set_client = utf8mb4, collation_connection = utf8mb4_general_ci",
    "CREATE DEFINER = `o'neil`@`10.%` PROCEDURE `x`()\nSELECT 1",
  ]);
});

test('a program whose definer nobody states names none', t => {
  const [, create] = statementsFor(change(null, { ...procedure(1), definer: '' }), flavors.mysql);
  t.is(create, 'CREATE PROCEDURE `x`()\nSELECT 1');
});

test('MariaDB replaces a procedure in one statement, MySQL drops it directly before it is made', t => {
  const [, replaced, ...rest] = statementsFor(change(procedure(1), procedure(2)), flavors.mariadb);
  t.true(replaced?.startsWith('CREATE OR REPLACE DEFINER = '));
  t.deepEqual(rest, []);
  const [set, drop, create] = statementsFor(change(procedure(1), procedure(2)), flavors.mysql);
  t.true(set?.startsWith('SET SESSION sql_mode'));
  t.is(drop, 'DROP PROCEDURE `x`');
  t.true(create?.startsWith('CREATE DEFINER'));
});

test('a view says its algorithm in front of its definer, and is replaced by both flavors', t => {
  const view = (n: number) =>
    program('view', `CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW \`x\` AS select ${n}`);
  for (const flavor of [flavors.mariadb, flavors.mysql]) {
    const [, text] = statementsFor(change(view(1), view(2)), flavor);
    t.is(
      text,
      "CREATE OR REPLACE ALGORITHM=MERGE DEFINER = `o'neil`@`10.%` SQL SECURITY INVOKER VIEW `x` AS select 2",
    );
  }
});

const trigger = (n: number, table = 't', order = '') =>
  program(
    'trigger',
    `CREATE TRIGGER \`x\` BEFORE INSERT ON \`${table.replaceAll('`', '``')}\`\nFOR EACH ROW${order}\nSET NEW.n = ${n}`,
  );

test('MySQL replaces a trigger while its table, or both of them, are locked', t => {
  const texts = statementsFor(change(trigger(1), trigger(2, 'other`s')), flavors.mysql);
  t.is(texts[1], 'LOCK TABLES `t` WRITE, `other``s` WRITE');
  t.is(texts[2], 'DROP TRIGGER `x`');
  t.is(texts.at(-1), 'UNLOCK TABLES');
  t.is(statementsFor(change(trigger(1), trigger(2)), flavors.mariadb).length, 2);
});

test('MariaDB drops a trigger only where it goes to another table', t => {
  const [, ...texts] = statementsFor(change(trigger(1), trigger(2, 'other')), flavors.mariadb);
  t.is(texts[0], 'DROP TRIGGER `x`');
  t.regex(texts[1] ?? '', /^CREATE DEFINER/);
  t.is(texts.length, 2);
});

test('a trigger that gets another name is dropped by the old one while the table is locked', t => {
  const old = { ...trigger(1), name: 'old' };
  const [, ...texts] = statementsFor(change(old, trigger(1)), flavors.mysql);
  t.deepEqual(texts.slice(0, 2), ['LOCK TABLES `t` WRITE', 'DROP TRIGGER `old`']);
  t.regex(texts[2] ?? '', /TRIGGER `x`/);
});

test('a trigger that follows none is made before the first one, and one that follows another says so', t => {
  const first = { firstTrigger: 'y' };
  const [, alone] = statementsFor(change(null, trigger(1)), flavors.mariadb, first);
  t.regex(alone ?? '', /FOR EACH ROW PRECEDES `y`\nSET NEW\.n = 1$/);
  const [, following] = statementsFor(change(null, trigger(1, 't', ' FOLLOWS `z`')), flavors.mariadb, first);
  t.notRegex(following ?? '', /PRECEDES/);
});

const event = (every: string, comment = '', body = 'SET @x = 1') => {
  const clauses = [
    `ON SCHEDULE EVERY ${every} HOUR`,
    "STARTS '2026-01-01 00:00:00'",
    'ON COMPLETION PRESERVE',
  ];
  const lines = [...clauses, ...(comment === '' ? [] : [`COMMENT '${comment}'`])];
  const create = `CREATE EVENT \`x\`\n${lines.map(line => `  ${line}\n`).join('')}DO\n${body}`;
  return { ...program('event', create), settings: { ...settings, timeZone: 'SYSTEM' } };
};

test('an event is altered, and keeps its schedule where that does not change', t => {
  for (const flavor of [flavors.mariadb, flavors.mysql]) {
    const [set, alter, ...rest] = statementsFor(change(event('1', 'old'), event('1', '', 'DO 2')), flavor);
    t.regex(set ?? '', /time_zone = 'SYSTEM'$/);
    t.is(alter, "ALTER DEFINER = `o'neil`@`10.%` EVENT `x`\nON COMPLETION PRESERVE\nCOMMENT ''\nDO\nDO 2");
    t.deepEqual(rest, []);
  }
});

test('an event with another schedule says all of it', t => {
  const [, alter] = statementsFor(change(event('1'), event('2')), flavors.mysql);
  t.regex(alter ?? '', /ON SCHEDULE EVERY 2 HOUR\s+STARTS '2026-01-01 00:00:00'\nON COMPLETION/);
});

test('an event whose name changes in case alone is made anew with what it had', t => {
  const clauses = (name: string, starts: string, status: string) =>
    `CREATE EVENT \`${name}\`\n  ON SCHEDULE EVERY 1 DAY\n${starts}  ON COMPLETION NOT PRESERVE\n${status}DO\nSET @x = 1`;
  const found = program('event', clauses('X', "  STARTS '2026-01-01 00:00:00'\n", '  DISABLE\n'));
  const before = { ...found, name: 'X', settings: { ...settings, timeZone: '+02:00' } };
  const [set, drop, create] = statementsFor(
    change(before, program('event', clauses('x', '', ''))),
    flavors.mariadb,
  );
  t.true(set?.endsWith("time_zone = '+02:00'"));
  t.is(drop, 'DROP EVENT `X`');
  t.regex(create ?? '', /EVENT `x`\n.*\n {2}STARTS '2026-01-01 00:00:00'\n.*\n {2}DISABLE\nDO\n/);
});

test('an event that is made on a server that takes no writes sleeps there', t => {
  const [, made] = statementsFor(change(null, event('1', 'DO it')), flavors.mariadb, { asleep: true });
  t.regex(made ?? '', /ON COMPLETION PRESERVE\nDISABLE ON SLAVE\nCOMMENT 'DO it'\nDO\nSET @x = 1$/);
});

test('a drop says its kind', t => {
  t.deepEqual(statementsFor(change(event('1'), null), flavors.mysql), ['DROP EVENT `x`']);
});
