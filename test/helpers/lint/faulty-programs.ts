/**
 * Programs with a fault each, as people write them. Every line on which lint is to find something says what, behind
 * `-- !`; on all others it is to find nothing.
 */
import type { FlavorName } from '../../../src/flavor/flavor.js';

export type FaultyProgram = {
  readonly text: string;
  readonly only?: FlavorName;
  /** Where it is not the server's own. */
  readonly sqlMode?: string;
};

const procedure = (name: string, ...body: readonly string[]) =>
  `CREATE PROCEDURE ${name} SQL SECURITY INVOKER\nBEGIN\n${body.map(line => `  ${line}\n`).join('')}END`;

const strict = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

const names: readonly FaultyProgram[] = [
  procedure('s1(id INT)', 'DELETE FROM customers', '   WHERE id = id; -- ! shadowed-column'),
  procedure(
    's2(IN email VARCHAR(190))',
    'SELECT name FROM customers WHERE email = email; -- ! shadowed-column',
  ),
  procedure(
    's3(IN id INT, IN status VARCHAR(20))',
    'UPDATE orders',
    '   SET status = status -- ! shadowed-column',
    '   WHERE id = id; -- ! shadowed-column',
  ),
  procedure('s4(OUT total DECIMAL(10,2))', 'SELECT SUM(total) INTO total FROM orders; -- ! shadowed-column'),
  procedure(
    's5()',
    'DECLARE id INT;',
    'DECLARE c CURSOR FOR',
    '  SELECT id FROM orders; -- ! shadowed-column',
    'OPEN c; FETCH c INTO id; CLOSE c;',
  ),
  procedure(
    's6(IN customer_id INT)',
    'SELECT c.name FROM customers AS c WHERE EXISTS (',
    '  SELECT 1 FROM orders AS o WHERE o.customer_id = customer_id); -- ! shadowed-column',
  ),
  procedure('s7(IN stock INT)', 'SELECT p.title FROM products AS p ORDER BY stock; -- ! shadowed-column'),
  procedure(
    's8(IN quantity INT)',
    'DECLARE v INT;',
    'SET v = (SELECT COUNT(*) FROM order_items',
    '          WHERE quantity > 5); -- ! shadowed-column',
  ),
  procedure(
    's9(IN `Email` VARCHAR(190))',
    'DELETE FROM customers WHERE email LIKE -- ! shadowed-column',
    '  CONCAT(EMAIL, "%"); -- ! mode-quotes',
  ),
  procedure(
    's10(IN name VARCHAR(50))',
    'INSERT INTO counters (name, value)',
    '  VALUES (name, 1); -- ! named-like-column',
  ),
  procedure(
    's11(IN value BIGINT)',
    "INSERT INTO counters (name, value) VALUES ('x', 1)",
    '  ON DUPLICATE KEY UPDATE value = value + 1; -- ! shadowed-column',
  ),
  procedure(
    's12(IN p INT)',
    'BEGIN',
    '  DECLARE price DECIMAL(10,2) DEFAULT 0;',
    '  IF EXISTS (SELECT 1 FROM products',
    '      WHERE price > p) THEN -- ! shadowed-column',
    '    SELECT 1;',
    '  END IF;',
    'END;',
  ),
].map(text => ({ text }));

const servers: readonly FaultyProgram[] = [
  procedure('u1(ip VARCHAR(100))', 'DELETE FROM customers', '   WHERE email = _ip; -- ! unknown-column'),
  procedure('u2()', 'SELECT nmae FROM customers; -- ! unknown-column'),
  procedure('u3()', 'SELECT c.name FROM customers AS c', '   WHERE d.id = 1; -- ! unknown-column'),
  procedure('u4()', 'UPDATE orders', '   SET stauts = 1; -- ! unknown-column'),
  procedure('u5()', 'INSERT INTO counters', '  (nam, value) -- ! unknown-column', '  VALUES (1, 2);'),
  procedure('u6(IN p INT)', 'SELECT id FROM orders ORDER BY', '  placed; -- ! unknown-column'),
  procedure(
    'u7(IN p INT)',
    'IF (SELECT COUNT(*) FROM orders',
    '     WHERE customer = p) > 0 THEN -- ! unknown-column',
    '  SELECT 1;',
    'END IF;',
  ),
  procedure(
    'u8()',
    'DECLARE c CURSOR FOR',
    '  SELECT idd FROM orders; -- ! unknown-column',
    'OPEN c; CLOSE c;',
  ),
  procedure('u9()', 'SELECT 1', '  FROM customer; -- ! unknown-table'),
  procedure('u10()', "INSERT INTO log VALUES (1, 'x'); -- ! unknown-table"),
  procedure(
    'u11(IN p INT)',
    'DELETE o FROM orders AS o JOIN',
    '  clients AS c ON c.id = o.customer_id WHERE c.id = p; -- ! unknown-table',
  ),
  procedure('u12(OUT p INT)', 'SET p = ', '  order_sum(1); -- ! unknown-function'),
  procedure(
    'u13(IN p INT)',
    'WHILE',
    '  still_open(p) DO -- ! unknown-function',
    '  SELECT 1;',
    'END WHILE;',
  ),
  procedure('u14()', 'CALL tidy_up(); -- ! unknown-procedure'),
  procedure('u15()', 'CALL u14(1); -- ! wrong-arguments'),
  procedure('u16()', "INSERT INTO counters VALUES ('x'); -- ! statement-fails"),
  procedure('u17()', 'SELECT', '  id -- ! statement-fails', '  FROM customers, orders;'),
  procedure('u18()', 'INSERT INTO counters', '  (name, name) -- ! statement-fails', '  VALUES (1, 2);'),
  procedure('u19()', 'SELECT SUM(COUNT(*)) FROM orders; -- ! statement-fails'),
  'CREATE TRIGGER u20 AFTER INSERT ON orders FOR EACH ROW\n  UPDATE customers SET orders = orders + 1 -- ! unknown-column\n   WHERE id = NEW.customer_id',
  "CREATE EVENT u21 ON SCHEDULE EVERY 1 DAY STARTS '2026-01-01' DO\n  DELETE FROM sesions -- ! unknown-table\n   WHERE 1",
  'CREATE FUNCTION u22(p INT) RETURNS INT READS SQL DATA SQL SECURITY INVOKER\nRETURN (SELECT MAX(sum) -- ! unknown-column\n  FROM orders)',
  procedure(
    'u23(IN p INT)',
    'BEGIN',
    '  DECLARE v INT DEFAULT (SELECT MAX(number) FROM orders); -- ! unknown-column',
    'END;',
    'CASE p',
    '  WHEN 1 THEN SELECT 1;',
    '  ELSE SELECT colour FROM products; -- ! unknown-column',
    'END CASE;',
  ),
  procedure(
    'u24()',
    'DECLARE EXIT HANDLER FOR SQLEXCEPTION',
    "  INSERT INTO audit_log (message) VALUES ('x'); -- ! unknown-column",
    'SELECT 1;',
  ),
].map(text => ({ text }));

const mysqlOnly: readonly FaultyProgram[] = [
  procedure('m1(OUT a INT)', 'SELECT id, total INTO a FROM orders LIMIT 1; -- ! statement-fails'),
  procedure(
    'm2()',
    'DELETE FROM orders -- ! statement-fails',
    '   WHERE id IN (SELECT id FROM orders WHERE total = 0);',
  ),
  procedure(
    'm3()',
    'UPDATE orders AS o JOIN customers AS c ON c.id = o.customer_id',
    '   SET o.total = c.creditt; -- ! unknown-column',
  ),
].map(text => ({ text, only: 'mysql' }));

const habits: readonly FaultyProgram[] = [
  procedure(
    'd1(IN p_table VARCHAR(64))',
    "SET @s = CONCAT('SELECT * FROM ', p_table);",
    'PREPARE x FROM @s; -- ! dynamic-sql',
    'EXECUTE x;',
  ),
  procedure(
    'd2(IN p_where TEXT)',
    'DECLARE v TEXT;',
    "SET v = CONCAT('SELECT id FROM orders WHERE ', p_where);",
    'SET @d2 = v;',
    'PREPARE x FROM @d2; -- ! dynamic-sql',
    'EXECUTE x;',
  ),
  procedure(
    'd3(IN p_name VARCHAR(50))',
    `SELECT CONCAT('DELETE FROM counters WHERE name = ''', p_name, '''') INTO @d3;`,
    'PREPARE x FROM @d3; -- ! dynamic-sql',
    'EXECUTE x;',
  ),
  procedure(
    't1()',
    'START TRANSACTION; -- ! transaction-without-handler',
    'DELETE FROM orders; DELETE FROM order_items;',
    'COMMIT;',
  ),
  procedure(
    't2()',
    'DECLARE EXIT HANDLER FOR NOT FOUND ROLLBACK;',
    'START TRANSACTION; -- ! transaction-without-handler',
    'DELETE FROM orders;',
    'COMMIT;',
  ),
  procedure('t3()', 'SET autocommit = 0; -- ! transaction-without-handler', 'DELETE FROM orders;', 'COMMIT;'),
  procedure(
    't4()',
    'BEGIN',
    '  DECLARE EXIT HANDLER FOR SQLEXCEPTION ROLLBACK;',
    '  DELETE FROM orders;',
    'END;',
    'START TRANSACTION; -- ! transaction-without-handler',
    'DELETE FROM orders;',
    'COMMIT;',
  ),
  procedure(
    'i1(IN p_email VARCHAR(190))',
    'DECLARE v INT;',
    'SELECT COUNT(*) INTO v FROM customers WHERE email = p_email;',
    'IF v = 0 THEN',
    "  INSERT INTO customers (email, name, created_at) VALUES (p_email, '', NOW()); -- ! select-then-insert",
    'END IF;',
  ),
  procedure(
    'i2(IN p_name VARCHAR(50))',
    'IF EXISTS (SELECT 1 FROM counters WHERE name = p_name) THEN',
    '  UPDATE counters SET value = value + 1 WHERE name = p_name;',
    'ELSE',
    '  INSERT INTO counters (name, value) VALUES (p_name, 1); -- ! select-then-insert',
    'END IF;',
  ),
  procedure(
    'i3(IN p_title VARCHAR(100))',
    'SET @found = (SELECT id FROM categories WHERE title = p_title);',
    'IF @found IS NULL THEN',
    '  INSERT INTO categories (id, title) VALUES (1, p_title); -- ! select-then-insert',
    'END IF;',
  ),
  procedure('p1(IN p INT)', 'IF p = 1 || p = 2 THEN SELECT 1; END IF; -- ! mode-pipes'),
  procedure('q1()', 'SELECT "text" AS a, "more" AS b; -- ! mode-quotes'),
  procedure('z1()', "DELETE FROM sessions WHERE expires_at = '0000-00-00'; -- ! mode-zero-date"),
  procedure('x1()', "SET SESSION sql_mode = ''; -- ! mode-set-inside", 'SELECT 1;'),
  'CREATE PROCEDURE c1() -- ! security-unstated\nSELECT 1',
  'CREATE VIEW c2 AS SELECT id FROM orders -- ! security-unstated',
  'CREATE FUNCTION c3() RETURNS INT DETERMINISTIC RETURN 1 -- ! security-unstated',
  "CREATE DEFINER = 'nobody'@'localhost' PROCEDURE c4() SQL SECURITY DEFINER -- ! definer-missing\nSELECT 1",
  'CREATE PROCEDURE v1(IN p VARCHAR(64)) -- ! security-unstated\nBEGIN\n  DELETE FROM orders WHERE id = p_id; -- ! unknown-column\nEND',
].map(text => ({ text }));

const modes: readonly FaultyProgram[] = [
  {
    text: procedure(
      'n1(IN p INT)',
      'DELETE FROM counters;',
      'UPDATE orders SET total = p; -- ! mode-not-strict',
    ),
    sqlMode: 'NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO',
  },
  {
    text: procedure('n2(IN p INT)', 'UPDATE orders SET total = total / p; -- ! mode-division'),
    sqlMode: 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION',
  },
  {
    text: procedure(
      'g1()',
      'SELECT customer_id, total -- ! mode-group-by',
      '  FROM orders GROUP BY customer_id;',
    ),
    sqlMode: strict,
  },
  {
    text: procedure(
      'g2()',
      'SELECT o.id, o.total FROM orders AS o GROUP BY o.id;',
      'SELECT name, MAX(id) FROM customers; -- ! mode-group-by',
    ),
    sqlMode: strict,
  },
];

export function faultyPrograms(flavor: FlavorName): readonly FaultyProgram[] {
  return [...names, ...servers, ...mysqlOnly, ...habits, ...modes].filter(
    ({ only = flavor }) => only === flavor,
  );
}

/** `line id`, from 1 in the text. */
export function markedIn(text: string): readonly string[] {
  return text.split('\n').flatMap((line, index) => {
    const [, ids = ''] = /-- ! (.*)$/u.exec(line) ?? [];
    return ids.split(', ').flatMap(id => (id === '' ? [] : [`${index + 1} ${id}`]));
  });
}
