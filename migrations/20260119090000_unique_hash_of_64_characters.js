// Servers identify themselves by a SHA-256 in hex, and each only once. Rows without a hash may stay: NULL is never
// equal to NULL.

const index = { indexName: 'lb2_members_hash' };

export async function up(knex) {
  await knex.schema.alterTable('lb2_members', table => {
    table.string('hash', 64).alter();
  });
  await knex.schema.alterTable('lb2_members', table => {
    table.unique('hash', index);
  });
}

export async function down(knex) {
  await knex.schema.alterTable('lb2_members', table => {
    table.dropUnique('hash', index.indexName);
  });
  await knex.schema.alterTable('lb2_members', table => {
    table.string('hash', 40).alter();
  });
}
