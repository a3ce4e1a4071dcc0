/** A small shop, and ten migrations of the kinds that people write: for what plans look like. */

export type PlanCase = { readonly file: string; readonly text: string };

const text = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci';

/** Everything that a server's defaults could decide is said, and nobody's clock is asked. */
export const shopTables: readonly string[] = [
  `CREATE TABLE customers (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(50) ${text} NOT NULL,
  email VARCHAR(100) ${text} DEFAULT NULL
) ENGINE=InnoDB DEFAULT ${text}`,
  `CREATE TABLE orders (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id INT NOT NULL,
  note VARCHAR(200) ${text} DEFAULT NULL,
  total DECIMAL(8,2) NOT NULL DEFAULT 0.00,
  placed DATE DEFAULT NULL,
  KEY orders_customer (customer_id)
) ENGINE=InnoDB DEFAULT ${text}`,
  `CREATE TABLE articles (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  title VARCHAR(80) NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci`,
];

export const shopRows: readonly string[] = [
  "INSERT INTO customers (name, email) VALUES ('ann', 'ann@example.org'), ('bob', NULL)",
  "INSERT INTO orders (customer_id, note, total) VALUES (1, 'first', 10), (2, NULL, 20)",
  "INSERT INTO articles (title) VALUES ('one')",
];

export const planCases: Readonly<Record<string, PlanCase>> = {
  'append-column': {
    file: '20260301_source.sql',
    text: "ALTER TABLE orders ADD COLUMN source VARCHAR(20) CHARACTER SET utf8mb4 NOT NULL DEFAULT 'web';\n",
  },
  'int-to-bigint': {
    file: '20260302_bigint.sql',
    text: 'ALTER TABLE orders\n  MODIFY id BIGINT NOT NULL AUTO_INCREMENT;\n',
  },
  'index-on-large-table': {
    file: '20260303_index.js',
    text: `exports.up = knex => knex.schema.alterTable('orders', table => {
  table.index(['note', 'total'], 'orders_note');
});
exports.down = knex => knex.schema.alterTable('orders', table => {
  table.dropIndex(['note', 'total'], 'orders_note');
});
`,
  },
  'rename-column': {
    file: '20260304_rename.sql',
    text: 'ALTER TABLE customers RENAME COLUMN email TO mail;\n',
  },
  'drop-column': { file: '20260305_drop.sql', text: 'ALTER TABLE orders DROP COLUMN placed;\n' },
  'new-table': {
    file: '20260306_coupons.sql',
    text: `-- Coupons that customers may use.
CREATE TABLE coupons (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  code VARCHAR(30) NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
INSERT INTO coupons (code) VALUES ('SPRING');
`,
  },
  'data-migration': {
    file: '20260307_names.js',
    text: `exports.up = knex => knex('customers').whereNull('email').update({ email: 'unknown' });
exports.down = knex => knex('customers').where({ email: 'unknown' }).update({ email: null });
`,
  },
  'refused-after': {
    file: '20260308_flag.sql',
    text: '-- A column in the middle.\nALTER TABLE orders ADD COLUMN flag INT NOT NULL DEFAULT 0 AFTER id, ADD INDEX orders_flag (flag);\n',
  },
  'foreign-key': {
    file: '20260309_customer_key.sql',
    text: 'ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id);\n',
  },
  charset: {
    file: '20260310_utf8mb4.sql',
    text: 'ALTER TABLE articles CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;\n',
  },
};
