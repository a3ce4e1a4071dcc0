// When a server came and when it was last heard of, in UTC. Without a default: each side of a pair would stamp its
// own time on the rows that are there already. At the end: rows replicate by the position of their columns.

export async function up(knex) {
  await knex.schema.alterTable('lb2_members', table => {
    table.datetime('registered_at').nullable();
    table.datetime('last_seen_at').nullable();
  });
}

export async function down(knex) {
  await knex.schema.alterTable('lb2_members', table => {
    table.dropColumns('registered_at', 'last_seen_at');
  });
}
