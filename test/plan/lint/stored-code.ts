/** What views, triggers and events go on naming when it is gone: servers let it go, and they fail later. */
import test from 'ava';
import type { Structure } from '../../../src/plan/structure.js';
import { lint, step, tried } from '../../helpers/linted.js';
import { column, notNull, structure, table } from '../../helpers/structures.js';

const id = column('id', 'int', notNull);
const name = column('name', 'varchar(50)');
const users = table('users', [id, name]);
const log = table('log', [id]);

const view = { 'view:names': 'CREATE VIEW `names` AS select `users`.`name` AS `name` from `users`' };
const trigger = {
  'trigger:told':
    "CREATE TRIGGER `told` AFTER INSERT ON `users` FOR EACH ROW INSERT INTO log SELECT NEW.name, 'id'",
};
const event = { 'event:tidy': 'CREATE EVENT `tidy` ON SCHEDULE EVERY 1 DAY DO DELETE FROM log WHERE id < 9' };

type Others = Structure['others'];

const withOthers = (from: Structure, others: Others): Structure => ({ ...from, others });

/** What the rule says of one statement, with these views and triggers before and after it. */
function said(sql: string, after: Parameters<typeof step>[2], others: Others, left: Others = others) {
  const before = withOthers(structure(users, log), others);
  const one = step(sql, before, after);
  const ends = { ...one, after: withOthers(one.after ?? before, left) };
  return lint([tried([ends], { before })])
    .filter(finding => finding.id === 'breaks-stored-code')
    .map(({ message }) => message);
}

const without = { users: table('users', [id]) };

test('a column that is dropped or renamed is missed by the view and the trigger that name it', t => {
  const others = { ...view, ...trigger, ...event };
  const missed = ['view names still names users.name', 'trigger told still names users.name'];
  t.deepEqual(said('ALTER TABLE users DROP name', without, others), missed);
  const renamed = { users: table('users', [id, column('label', 'varchar(50)')]) };
  t.deepEqual(said('ALTER TABLE users RENAME COLUMN name TO label', renamed, others), missed);
});

test('a table that is dropped or renamed is missed by what reads it and by what writes to it', t => {
  const others = { ...trigger, ...event };
  const missed = ['trigger told still names log', 'event tidy still names log'];
  t.deepEqual(said('DROP TABLE log', { log: null }, others), missed);
  t.deepEqual(said('RENAME TABLE log TO diary', { log: null, diary: table('diary', [id]) }, others), missed);
});

test('a view that is dropped is missed by the view that reads it', t => {
  const second = { 'view:second': 'CREATE VIEW `second` AS select `names`.`name` AS `name` from `names`' };
  t.deepEqual(said('DROP VIEW names', {}, { ...view, ...second }, second), ['view second still names names']);
});

test('nothing is said of what the migration takes along, of other columns, and of texts', t => {
  t.deepEqual(said('ALTER TABLE users DROP name', without, view, {}), []);
  const narrow = { users: table('users', [name]) };
  t.deepEqual(said('ALTER TABLE users DROP id', narrow, { ...view, ...trigger }), []);
});
