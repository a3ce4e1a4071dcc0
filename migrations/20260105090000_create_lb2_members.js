// The registry of the load balancer: one row for each application server that takes traffic.

export async function up(knex) {
  await knex.schema.createTable('lb2_members', table => {
    table.string('ip', 20).notNullable().primary();
    table.string('hostname', 100).notNullable();
    table.integer('loadfactor').notNullable().defaultTo(0);
    table.string('hash', 40);
  });
}

export async function down(knex) {
  await knex.schema.dropTable('lb2_members');
}
