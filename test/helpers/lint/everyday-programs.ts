/** Programs as people write them every day, without a fault: lint has nothing to say of any of them. */
import type { FlavorName } from '../../../src/flavor/flavor.js';

const both: readonly string[] = [
  // 1
  `CREATE PROCEDURE add_customer(IN _email VARCHAR(190), IN _name VARCHAR(100), OUT _id INT)
  MODIFIES SQL DATA SQL SECURITY DEFINER
BEGIN
  INSERT INTO customers (email, name, created_at) VALUES (_email, _name, UTC_TIMESTAMP());
  SET _id = LAST_INSERT_ID();
END`,
  `CREATE PROCEDURE touch_counter(IN p_name VARCHAR(50), IN p_by INT) SQL SECURITY INVOKER
INSERT INTO counters (name, value) VALUES (p_name, p_by) ON DUPLICATE KEY UPDATE value = value + VALUES(value)`,
  `CREATE PROCEDURE place_order(IN p_customer INT, IN p_product INT, IN p_quantity INT, OUT p_order INT)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_price DECIMAL(10,2);
  DECLARE v_stock INT DEFAULT 0;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    ROLLBACK;
    RESIGNAL;
  END;
  START TRANSACTION;
  SELECT p.price, p.stock INTO v_price, v_stock FROM products AS p WHERE p.id = p_product FOR UPDATE;
  IF v_stock < p_quantity THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'not enough of it';
  END IF;
  UPDATE products SET stock = stock - p_quantity WHERE id = p_product;
  INSERT INTO orders (customer_id, total, placed_at) VALUES (p_customer, v_price * p_quantity, UTC_TIMESTAMP());
  SET p_order = LAST_INSERT_ID();
  INSERT INTO order_items (order_id, line_no, product_id, quantity, price)
  VALUES (p_order, 1, p_product, p_quantity, v_price);
  COMMIT;
END`,
  `CREATE FUNCTION order_total(p_order INT) RETURNS DECIMAL(10,2) READS SQL DATA SQL SECURITY INVOKER
BEGIN
  DECLARE v_total DECIMAL(10,2);
  SELECT SUM(quantity * price) INTO v_total FROM order_items WHERE order_id = p_order;
  RETURN COALESCE(v_total, 0);
END`,
  `CREATE FUNCTION full_title(p_category INT) RETURNS VARCHAR(500) READS SQL DATA SQL SECURITY INVOKER
RETURN (SELECT CONCAT_WS(' / ', parent.title, child.title)
          FROM categories AS child LEFT JOIN categories AS parent ON parent.id = child.parent_id
         WHERE child.id = p_category)`,
  `CREATE PROCEDURE close_old_orders(IN p_days INT) SQL SECURITY DEFINER
BEGIN
  DECLARE v_done BOOLEAN DEFAULT FALSE;
  DECLARE v_order INT;
  DECLARE v_customer INT;
  DECLARE old_orders CURSOR FOR
    SELECT id, customer_id FROM orders WHERE status = 'open' AND placed_at < UTC_TIMESTAMP() - INTERVAL p_days DAY;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = TRUE;
  OPEN old_orders;
  read_loop: LOOP
    FETCH old_orders INTO v_order, v_customer;
    IF v_done THEN
      LEAVE read_loop;
    END IF;
    UPDATE orders SET status = 'closed' WHERE id = v_order;
    INSERT INTO audit_log (happened_at, who, what, detail)
    VALUES (UTC_TIMESTAMP(), CURRENT_USER(), 'close', CONCAT('order ', v_order, ' of ', v_customer));
  END LOOP read_loop;
  CLOSE old_orders;
END`,
  `CREATE PROCEDURE purge_sessions(IN p_limit INT) SQL SECURITY DEFINER
BEGIN
  DECLARE v_gone INT DEFAULT 1;
  WHILE v_gone > 0 DO
    DELETE FROM sessions WHERE expires_at < UTC_TIMESTAMP() ORDER BY expires_at LIMIT p_limit;
    SET v_gone = ROW_COUNT();
  END WHILE;
END`,
  `CREATE TRIGGER orders_after_update AFTER UPDATE ON orders FOR EACH ROW
BEGIN
  IF NEW.status <> OLD.status THEN
    INSERT INTO audit_log (happened_at, who, what, detail)
    VALUES (UTC_TIMESTAMP(), CURRENT_USER(), 'status', CONCAT(OLD.id, ': ', OLD.status, ' -> ', NEW.status));
  END IF;
END`,
  `CREATE TRIGGER items_before_insert BEFORE INSERT ON order_items FOR EACH ROW
  SET NEW.price = COALESCE(NEW.price, (SELECT p.price FROM products AS p WHERE p.id = NEW.product_id))`,
  // 10
  `CREATE TRIGGER items_after_delete AFTER DELETE ON order_items FOR EACH ROW
  UPDATE products SET stock = stock + OLD.quantity WHERE id = OLD.product_id`,
  `CREATE EVENT drop_sessions ON SCHEDULE EVERY 1 HOUR STARTS '2026-01-01 00:00:00' DO
  DELETE FROM sessions WHERE expires_at < UTC_TIMESTAMP() - INTERVAL 1 DAY`,
  `CREATE EVENT sum_up ON SCHEDULE EVERY 1 DAY STARTS '2026-01-01 03:00:00' DO
BEGIN
  DECLARE v_day DATE DEFAULT CURRENT_DATE - INTERVAL 1 DAY;
  REPLACE INTO daily_sales (day, product_id, sold, revenue)
  SELECT v_day, i.product_id, SUM(i.quantity), SUM(i.quantity * i.price)
    FROM orders AS o JOIN order_items AS i ON i.order_id = o.id
   WHERE o.placed_at >= v_day AND o.placed_at < v_day + INTERVAL 1 DAY
   GROUP BY i.product_id;
END`,
  `CREATE SQL SECURITY INVOKER VIEW open_orders AS
  SELECT o.id, o.total, c.name AS customer FROM orders AS o JOIN customers AS c ON c.id = o.customer_id
   WHERE o.status = 'open'`,
  `CREATE SQL SECURITY DEFINER VIEW best_sellers (product, pieces) AS
  SELECT p.title, SUM(s.sold) FROM daily_sales AS s JOIN products AS p ON p.id = s.product_id GROUP BY p.title`,
  `CREATE PROCEDURE category_tree(IN p_root INT) READS SQL DATA SQL SECURITY INVOKER
BEGIN
  WITH RECURSIVE tree AS (
    SELECT id, title, 0 AS depth FROM categories WHERE id = p_root
    UNION ALL
    SELECT c.id, c.title, t.depth + 1 FROM categories AS c JOIN tree AS t ON c.parent_id = t.id
  )
  SELECT id, CONCAT(REPEAT('  ', depth), title) AS line FROM tree ORDER BY depth, title;
END`,
  `CREATE PROCEDURE top_customers(IN p_number INT) READS SQL DATA SQL SECURITY INVOKER
BEGIN
  SELECT ranked.customer_id, ranked.spent
    FROM (SELECT o.customer_id, SUM(o.total) AS spent, RANK() OVER (ORDER BY SUM(o.total) DESC) AS place
            FROM orders AS o GROUP BY o.customer_id) AS ranked
   WHERE ranked.place <= p_number;
END`,
  `CREATE PROCEDURE running_totals(IN p_customer INT) READS SQL DATA SQL SECURITY INVOKER
SELECT id, total, SUM(total) OVER (PARTITION BY customer_id ORDER BY placed_at ROWS UNBOUNDED PRECEDING) AS so_far
  FROM orders WHERE customer_id = p_customer ORDER BY placed_at`,
  `CREATE FUNCTION grade_of(p_customer INT) RETURNS VARCHAR(10) READS SQL DATA SQL SECURITY INVOKER
BEGIN
  DECLARE v_spent DECIMAL(12,2);
  SELECT COALESCE(SUM(total), 0) INTO v_spent FROM orders WHERE customer_id = p_customer;
  CASE
    WHEN v_spent >= 10000 THEN RETURN 'gold';
    WHEN v_spent >= 1000 THEN RETURN 'silver';
    ELSE RETURN 'none';
  END CASE;
END`,
  `CREATE FUNCTION status_text(p_status VARCHAR(20)) RETURNS VARCHAR(50) DETERMINISTIC SQL SECURITY INVOKER
RETURN CASE p_status WHEN 'open' THEN 'waits' WHEN 'closed' THEN 'is done' ELSE CONCAT('is ', p_status) END`,
  // 20
  `CREATE PROCEDURE swap_lines(IN p_order INT, IN p_one INT, IN p_other INT) SQL SECURITY INVOKER
BEGIN
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
  START TRANSACTION;
  UPDATE order_items SET line_no = -1 WHERE order_id = p_order AND line_no = p_one;
  UPDATE order_items SET line_no = p_one WHERE order_id = p_order AND line_no = p_other;
  UPDATE order_items SET line_no = p_other WHERE order_id = p_order AND line_no = -1;
  COMMIT;
END`,
  `CREATE PROCEDURE reprice(IN p_category INT, IN p_percent DECIMAL(5,2)) SQL SECURITY INVOKER
UPDATE products AS p JOIN categories AS c ON c.id = p.category_id
   SET p.price = ROUND(p.price * (1 + p_percent / 100), 2)
 WHERE c.id = p_category OR c.parent_id = p_category`,
  `CREATE PROCEDURE remove_customer(IN p_customer INT) SQL SECURITY DEFINER
BEGIN
  DELETE i FROM order_items AS i JOIN orders AS o ON o.id = i.order_id WHERE o.customer_id = p_customer;
  DELETE FROM orders WHERE customer_id = p_customer;
  DELETE FROM customers WHERE id = p_customer;
END`,
  `CREATE PROCEDURE cancel_order(IN p_order INT) SQL SECURITY DEFINER
BEGIN
  DECLARE v_failed BOOLEAN DEFAULT FALSE;
  DECLARE CONTINUE HANDLER FOR SQLEXCEPTION SET v_failed = TRUE;
  START TRANSACTION;
  UPDATE orders SET status = 'cancelled' WHERE id = p_order;
  DELETE FROM order_items WHERE order_id = p_order;
  IF v_failed THEN
    ROLLBACK;
  ELSE
    COMMIT;
  END IF;
END`,
  `CREATE PROCEDURE find_products(IN p_text VARCHAR(100), IN p_from INT, IN p_count INT) SQL SECURITY INVOKER
SELECT id, sku, title, price FROM products
 WHERE title LIKE CONCAT('%', p_text, '%') OR sku = p_text
 ORDER BY title LIMIT p_from, p_count`,
  `CREATE PROCEDURE count_by(IN p_column VARCHAR(64)) SQL SECURITY INVOKER
BEGIN
  SET @dbshift_sql = CASE p_column
    WHEN 'status' THEN 'SELECT status, COUNT(*) FROM orders GROUP BY status'
    ELSE 'SELECT customer_id, COUNT(*) FROM orders GROUP BY customer_id' END;
  PREPARE counting FROM 'SELECT COUNT(*) FROM orders WHERE status = ?';
  SET @dbshift_value = p_column;
  EXECUTE counting USING @dbshift_value;
  DEALLOCATE PREPARE counting;
END`,
  `CREATE PROCEDURE search_safely(IN p_text VARCHAR(100)) SQL SECURITY INVOKER
BEGIN
  SET @query = CONCAT('SELECT id FROM products WHERE title = ', QUOTE(p_text));
  PREPARE searching FROM @query;
  EXECUTE searching;
  DEALLOCATE PREPARE searching;
END`,
  `CREATE PROCEDURE import_stock() SQL SECURITY DEFINER
BEGIN
  DROP TEMPORARY TABLE IF EXISTS incoming;
  CREATE TEMPORARY TABLE incoming (code VARCHAR(40) PRIMARY KEY, pieces INT NOT NULL);
  INSERT INTO incoming (code, pieces) SELECT sku, 10 FROM products WHERE stock = 0;
  UPDATE products AS p JOIN incoming AS n ON n.code = p.sku SET p.stock = p.stock + n.pieces;
  CALL report_incoming();
  DROP TEMPORARY TABLE incoming;
END`,
  `CREATE PROCEDURE report_incoming() READS SQL DATA SQL SECURITY INVOKER
SELECT code, pieces FROM incoming ORDER BY code`,
  `CREATE PROCEDURE fill_days(IN p_first DATE, IN p_last DATE, IN p_product INT) SQL SECURITY INVOKER
BEGIN
  DECLARE v_day DATE DEFAULT p_first;
  REPEAT
    INSERT IGNORE INTO daily_sales (day, product_id) VALUES (v_day, p_product);
    SET v_day = v_day + INTERVAL 1 DAY;
  UNTIL v_day > p_last END REPEAT;
END`,
  // 30
  `CREATE PROCEDURE nested_blocks(IN p_customer INT) SQL SECURITY INVOKER
BEGIN
  DECLARE v_orders INT DEFAULT 0;
  outer_block: BEGIN
    DECLARE v_items INT DEFAULT 0;
    SELECT COUNT(*) INTO v_orders FROM orders WHERE customer_id = p_customer;
    IF v_orders = 0 THEN
      LEAVE outer_block;
    END IF;
    BEGIN
      DECLARE v_sum DECIMAL(12,2);
      DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_sum = 0;
      SELECT SUM(i.price * i.quantity), COUNT(*) INTO v_sum, v_items
        FROM order_items AS i WHERE i.order_id IN (SELECT o.id FROM orders AS o WHERE o.customer_id = p_customer);
      SELECT v_orders AS orders, v_items AS items, v_sum AS total;
    END;
  END outer_block;
END`,
  `CREATE PROCEDURE item_alias(IN p_customer INT) READS SQL DATA SQL SECURITY INVOKER
SELECT t.p_customer, t.number FROM (SELECT p_customer, COUNT(*) AS number FROM orders WHERE customer_id = p_customer) AS t`,
  `CREATE PROCEDURE upsert_product(IN p_sku VARCHAR(40), IN p_title VARCHAR(200), IN p_price DECIMAL(10,2))
  SQL SECURITY INVOKER
BEGIN
  INSERT INTO products (sku, title, price) VALUES (p_sku, p_title, p_price)
  ON DUPLICATE KEY UPDATE title = p_title, price = p_price;
END`,
  `CREATE PROCEDURE copy_order(IN p_order INT, OUT p_copy INT) SQL SECURITY DEFINER
BEGIN
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    GET DIAGNOSTICS CONDITION 1 @sqlstate = RETURNED_SQLSTATE, @text = MESSAGE_TEXT;
    ROLLBACK;
    RESIGNAL;
  END;
  START TRANSACTION;
  INSERT INTO orders (customer_id, total, placed_at)
  SELECT customer_id, total, UTC_TIMESTAMP() FROM orders WHERE id = p_order;
  SET p_copy = LAST_INSERT_ID();
  INSERT INTO order_items (order_id, line_no, product_id, quantity, price)
  SELECT p_copy, line_no, product_id, quantity, price FROM order_items WHERE order_id = p_order;
  COMMIT;
END`,
  `CREATE FUNCTION next_number(p_name VARCHAR(50)) RETURNS BIGINT MODIFIES SQL DATA SQL SECURITY DEFINER
BEGIN
  UPDATE counters SET value = LAST_INSERT_ID(value + 1) WHERE name = p_name;
  RETURN LAST_INSERT_ID();
END`,
  `CREATE PROCEDURE use_numbers(OUT p_number BIGINT) SQL SECURITY DEFINER
BEGIN
  CALL touch_counter('orders', 0);
  SET p_number = next_number('orders');
  IF grade_of(1) = 'gold' AND order_total(1) > 100 THEN
    SET p_number = -p_number;
  END IF;
END`,
  `CREATE PROCEDURE register_once(IN p_email VARCHAR(190)) SQL SECURITY DEFINER
BEGIN
  DECLARE v_id INT;
  DECLARE CONTINUE HANDLER FOR 1062 BEGIN END;
  SELECT id INTO v_id FROM customers WHERE email = p_email;
  IF v_id IS NULL THEN
    INSERT INTO customers (email, name, created_at) VALUES (p_email, '', UTC_TIMESTAMP());
  END IF;
END`,
  `CREATE PROCEDURE register_in_turn(IN p_email VARCHAR(190)) SQL SECURITY DEFINER
BEGIN
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN DO RELEASE_LOCK('customers'); RESIGNAL; END;
  IF GET_LOCK('customers', 10) = 1 THEN
    IF NOT EXISTS (SELECT 1 FROM customers WHERE email = p_email) THEN
      INSERT INTO customers (email, name, created_at) VALUES (p_email, '', UTC_TIMESTAMP());
    END IF;
    DO RELEASE_LOCK('customers');
  END IF;
END`,
  `CREATE PROCEDURE limit_orders(IN p_customer INT) SQL SECURITY DEFINER
BEGIN
  DECLARE day DATE DEFAULT CURRENT_DATE;
  DECLARE number INT;
  SELECT COUNT(*) INTO number FROM orders WHERE customer_id = p_customer AND placed_at >= day - INTERVAL 1 DAY;
  SELECT number AS orders, TIMESTAMPDIFF(DAY, day, UTC_TIMESTAMP()) AS days;
END`,
  `CREATE PROCEDURE \`with spaces and ü\`(IN \`the id\` INT) SQL SECURITY INVOKER
SELECT c.name, c.email FROM customers AS c WHERE c.id = \`the id\``,
  // 40
  `CREATE PROCEDURE pivot_sales(IN p_year INT) READS SQL DATA SQL SECURITY INVOKER
SELECT s.product_id,
       SUM(CASE WHEN MONTH(s.day) <= 6 THEN s.revenue ELSE 0 END) AS first_half,
       SUM(IF(MONTH(s.day) > 6, s.revenue, 0)) AS second_half,
       GROUP_CONCAT(DISTINCT MONTH(s.day) ORDER BY MONTH(s.day) SEPARATOR ',') AS months
  FROM daily_sales AS s WHERE YEAR(s.day) = p_year GROUP BY s.product_id HAVING SUM(s.sold) > 0`,
  `CREATE PROCEDURE by_format(IN p_format VARCHAR(20)) READS SQL DATA SQL SECURITY INVOKER
SELECT DATE_FORMAT(placed_at, p_format) AS period, COUNT(*) AS orders FROM orders
 GROUP BY DATE_FORMAT(placed_at, p_format)`,
  `CREATE PROCEDURE read_attributes(IN p_product INT) READS SQL DATA SQL SECURITY INVOKER
SELECT j.label, j.content
  FROM products AS p, JSON_TABLE(p.attributes, '$[*]' COLUMNS (label VARCHAR(50) PATH '$.l', content TEXT PATH '$.c')) AS j
 WHERE p.id = p_product`,
  `CREATE PROCEDURE both_lists(IN p_status VARCHAR(20)) READS SQL DATA SQL SECURITY INVOKER
BEGIN
  (SELECT 'order' AS kind, CAST(o.id AS CHAR) AS ref FROM orders AS o WHERE o.status = p_status ORDER BY o.id LIMIT 5)
  UNION ALL
  (SELECT 'customer', c.email FROM customers AS c WHERE c.status = p_status);
END`,
  `CREATE PROCEDURE correlated(IN p_minimum DECIMAL(10,2)) READS SQL DATA SQL SECURITY INVOKER
SELECT c.name, (SELECT MAX(o.total) FROM orders AS o WHERE o.customer_id = c.id AND o.total >= p_minimum) AS best
  FROM customers AS c
 WHERE EXISTS (SELECT 1 FROM orders AS o WHERE o.customer_id = c.id AND o.total >= p_minimum)`,
  `CREATE PROCEDURE trim_texts() SQL SECURITY INVOKER
BEGIN
  DECLARE v_text VARCHAR(200) DEFAULT TRIM(BOTH '-' FROM '--x--');
  SET v_text = CONCAT(v_text, SUBSTRING('abc' FROM 2 FOR 1), EXTRACT(YEAR FROM UTC_TIMESTAMP()));
  UPDATE products SET title = TRIM(LEADING ' ' FROM title) WHERE title LIKE ' %' OR title = v_text;
END`,
  `CREATE PROCEDURE handlers(IN p_order INT) SQL SECURITY INVOKER
BEGIN
  DECLARE no_such_order CONDITION FOR SQLSTATE '45001';
  DECLARE v_total DECIMAL(10,2);
  DECLARE EXIT HANDLER FOR no_such_order SELECT 'there is no such order' AS message;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SIGNAL no_such_order;
  SELECT total INTO v_total FROM orders WHERE id = p_order;
  CASE v_total
    WHEN 0 THEN SELECT 'nothing to pay' AS message;
    ELSE SELECT CONCAT('to pay: ', v_total) AS message;
  END CASE;
END`,
  `CREATE PROCEDURE session_values(IN p_customer INT) SQL SECURITY INVOKER
BEGIN
  SET @number = (SELECT COUNT(*) FROM orders WHERE customer_id = p_customer), @now = UTC_TIMESTAMP();
  SET SESSION group_concat_max_len = 10000;
  SELECT @number AS number, @now AS at, @@session.time_zone AS zone;
END`,
  `CREATE PROCEDURE iterate_some(IN p_to INT) SQL SECURITY INVOKER
BEGIN
  DECLARE i INT DEFAULT 0;
  numbers: LOOP
    SET i = i + 1;
    IF i > p_to THEN LEAVE numbers; END IF;
    IF i MOD 2 = 0 THEN ITERATE numbers; END IF;
    INSERT INTO counters (name, value) VALUES (CONCAT('n', i), i) ON DUPLICATE KEY UPDATE value = i;
  END LOOP;
END`,
];

const mariadbOnly: readonly string[] = [
  `CREATE PROCEDURE for_loops() SQL SECURITY INVOKER
BEGIN
  FOR i IN 1..3 DO
    INSERT INTO counters (name, value) VALUES (CONCAT('f', i), i) ON DUPLICATE KEY UPDATE value = i;
  END FOR;
  FOR one IN (SELECT id, total FROM orders WHERE status = 'open') DO
    UPDATE orders SET total = one.total + 1 WHERE id = one.id;
  END FOR;
END`,
  `CREATE PROCEDURE give_back() SQL SECURITY INVOKER
DELETE FROM sessions WHERE expires_at < UTC_TIMESTAMP() RETURNING id`,
  `CREATE PROCEDURE at_once(IN p_id INT) SQL SECURITY INVOKER
EXECUTE IMMEDIATE 'SELECT name FROM customers WHERE id = ?' USING p_id`,
];

const mysqlOnly: readonly string[] = [
  `CREATE PROCEDURE newer_row(IN p_name VARCHAR(50), IN p_value BIGINT) SQL SECURITY INVOKER
INSERT INTO counters (name, value) VALUES (p_name, p_value) AS given ON DUPLICATE KEY UPDATE value = given.value`,
  `CREATE PROCEDURE lateral_rows(IN p_number INT) READS SQL DATA SQL SECURITY INVOKER
SELECT c.name, latest.total
  FROM customers AS c,
       LATERAL (SELECT o.total FROM orders AS o WHERE o.customer_id = c.id ORDER BY o.placed_at DESC LIMIT 1) AS latest
 WHERE latest.total > p_number`,
];

export function everydayPrograms(flavor: FlavorName): readonly string[] {
  return [...both, ...(flavor === 'mariadb' ? mariadbOnly : mysqlOnly)];
}
