/** The migrations of the demo: those of this repository, and heavy ones on a table that is being written. */
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const registry = fileURLToPath(new URL('../../../migrations/', import.meta.url));

const heavy: Readonly<Record<string, string>> = {
  '20260301090000_orders_outgrow_int.sql': `-- A primary key that runs out: every row is copied.
ALTER TABLE orders MODIFY id BIGINT NOT NULL AUTO_INCREMENT;
`,
  '20260302090000_orders_by_customer.js': `/** A report by customer, and what was paid. */
export async function up(knex) {
  await knex.schema.alterTable('orders', table => {
    table.index(['customer', 'quantity'], 'orders_by_customer');
    table.string('currency', 3).notNullable().defaultTo('EUR');
  });
}

export async function down(knex) {
  await knex.schema.alterTable('orders', table => {
    table.dropIndex([], 'orders_by_customer');
    table.dropColumn('currency');
  });
}
`,
};

export async function writeMigrations(folder: string): Promise<void> {
  await cp(registry, folder, { recursive: true });
  for (const [name, text] of Object.entries(heavy)) await writeFile(join(folder, name), text);
}
