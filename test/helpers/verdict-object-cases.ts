/** Changes of whole tables and of what stands beside them: they go directly, and here is what would come of a leg. */
import { alter, plainWrites, type VerdictCase } from './verdict-case.js';

const renamedTable = plainWrites.map(sql => sql.replace(/\bt\b/, 'u'));

export const objectCases: readonly VerdictCase[] = [
  {
    ...alter('RENAME TABLE t TO u'),
    ddl: ['RENAME TABLE t TO u'],
    back: renamedTable,
    undo: ['RENAME TABLE u TO t'],
  },
  {
    ...alter('ALTER TABLE t RENAME u'),
    back: renamedTable,
    ddl: ['ALTER TABLE t RENAME u'],
    undo: ['RENAME TABLE u TO t'],
  },
  { ...alter('DROP TABLE t'), ddl: ['DROP TABLE t'], back: null },
  { ...alter('TRUNCATE TABLE t'), ddl: ['TRUNCATE TABLE t'], back: ['INSERT INTO t (id) VALUES (11)'] },
  {
    ...alter('CREATE TRIGGER'),
    ddl: ['CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 4'],
    undo: ['DROP TRIGGER r'],
  },
  {
    ...alter('DROP TRIGGER'),
    create: [
      ...alter('').create,
      'CREATE TABLE p (id INT PRIMARY KEY AUTO_INCREMENT, n INT)',
      'CREATE TRIGGER r AFTER INSERT ON t FOR EACH ROW INSERT INTO p (n) VALUES (NEW.id)',
    ],
    ddl: ['DROP TRIGGER r'],
    undo: ['CREATE TRIGGER r AFTER INSERT ON t FOR EACH ROW INSERT INTO p (n) VALUES (NEW.id)'],
  },
  {
    ...alter('CREATE EVENT'),
    ddl: ["CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01' DO DELETE FROM t"],
    undo: ['DROP EVENT e'],
  },
  {
    ...alter('a view beside an ALTER'),
    ddl: ['ALTER TABLE t MODIFY a BIGINT', 'CREATE OR REPLACE VIEW v AS SELECT a FROM t', 'DROP VIEW v'],
  },
  {
    ...alter('CREATE TABLE u'),
    ddl: ['CREATE TABLE u (id INT PRIMARY KEY)', 'ALTER TABLE t ADD INDEX (a)'],
  },
];
