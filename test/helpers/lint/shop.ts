/** The tables that programs in tests of lint are about. */
export const shopTables: readonly string[] = [
  `CREATE TABLE customers (
    id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, email VARCHAR(190) NOT NULL, name VARCHAR(100) NOT NULL,
    status VARCHAR(10) NOT NULL DEFAULT 'new', credit DECIMAL(10,2) NOT NULL DEFAULT 0, created_at DATETIME NOT NULL,
    UNIQUE KEY customers_email (email))`,
  `CREATE TABLE orders (
    id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, customer_id INT NOT NULL, status VARCHAR(20) NOT NULL DEFAULT 'open',
    total DECIMAL(10,2) NOT NULL DEFAULT 0, placed_at DATETIME NOT NULL, shipped_at DATETIME NULL,
    KEY orders_customer (customer_id, placed_at))`,
  `CREATE TABLE order_items (
    order_id INT NOT NULL, line_no INT NOT NULL, product_id INT NOT NULL, quantity INT NOT NULL,
    price DECIMAL(10,2) NOT NULL, PRIMARY KEY (order_id, line_no))`,
  `CREATE TABLE products (
    id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, sku VARCHAR(40) NOT NULL, title VARCHAR(200) NOT NULL,
    stock INT NOT NULL DEFAULT 0, price DECIMAL(10,2) NOT NULL, category_id INT NULL, attributes TEXT NULL,
    UNIQUE KEY products_sku (sku))`,
  'CREATE TABLE categories (id INT NOT NULL PRIMARY KEY, parent_id INT NULL, title VARCHAR(100) NOT NULL)',
  `CREATE TABLE audit_log (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, happened_at DATETIME NOT NULL, who VARCHAR(100) NOT NULL,
    what VARCHAR(50) NOT NULL, detail TEXT NULL)`,
  'CREATE TABLE counters (name VARCHAR(50) NOT NULL PRIMARY KEY, value BIGINT NOT NULL DEFAULT 0)',
  `CREATE TABLE sessions (
    id CHAR(36) NOT NULL PRIMARY KEY, customer_id INT NOT NULL, expires_at DATETIME NOT NULL,
    KEY sessions_expires (expires_at))`,
  `CREATE TABLE daily_sales (
    day DATE NOT NULL, product_id INT NOT NULL, sold INT NOT NULL DEFAULT 0, revenue DECIMAL(12,2) NOT NULL DEFAULT 0,
    PRIMARY KEY (day, product_id))`,
];
