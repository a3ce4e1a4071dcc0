/** The main job under load: runs in a row on one pair, each with migrations of both kinds, judged as a whole. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../../src/config/config.js';
import type { RunEvent } from '../../../src/engine/event.js';
import { migrate } from '../../../src/run/migrate.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { onlyFlips } from '../../helpers/only-flips.js';
import { describePauses } from '../../helpers/oracle/describe-verdict.js';
import { eventsOf } from '../../helpers/oracle/events-of.js';
import { withWatchedPair } from '../../helpers/oracle/watched-pair.js';
import { everyServer, flavorTest } from '../../helpers/server-test.js';

const workload = { table: 'orders', rows: 60_000, counters: 64, writers: 8 };
/** In a full run as fast as appliers can follow. */
const busy = everyServer
  ? ({ mariadb: { thinkMs: 4 }, mysql: { thinkMs: 15 } } as const)
  : ({ mariadb: { thinkMs: 12 }, mysql: { thinkMs: 25 } } as const);

/** At least; where writers must not think long, and there is time for it, many more. */
const writesPerRun = (image: ServerImage): number =>
  everyServer && image.name === 'mariadb 10.11' ? 20_000 : 1500;

type Files = Readonly<Record<string, string>>;

/** Copies the table for wider ids; then an index and a column at its end. */
const wideIds: Files = {
  '001_wide_ids.sql': 'ALTER TABLE orders MODIFY id BIGINT NOT NULL AUTO_INCREMENT;',
  '002_paid.mjs': up(`knex.schema.alterTable('orders', table => {
    table.index('customer', 'by_customer');
    table.tinyint('paid').notNullable().defaultTo(0);
  })`),
};

/** New tables, and rows that change once. */
const labels: Files = {
  '003_labels.mjs': up(`knex.schema.createTable('labels', table => {
    table.increments();
    table.string('text', 60).notNullable();
  })`),
  '004_label_uses.sql':
    'CREATE TABLE label_uses (label INT, order_id BIGINT, PRIMARY KEY (label, order_id));',
  '005_old_orders_are_paid.sql': 'UPDATE orders SET paid = 1 WHERE id BETWEEN 50001 AND 52000;',
};

/** A script that loops over rows, and a copy for a longer text. */
const longNotes: Files = {
  '006_label_paid_orders.mjs': `export async function up(knex) {
    for (const { id } of await knex('orders').where('paid', 1).orderBy('id').limit(50))
      await knex('labels').insert({ text: 'paid ' + id });
  }`,
  '007_long_notes.sql': 'ALTER TABLE orders MODIFY note VARCHAR(400) NOT NULL;',
};

flavorTest('three runs in a row under writers lose nothing and never have two writers', async (t, image) => {
  t.timeout(600_000);
  const {
    sandbox,
    config: usual,
    oracle,
  } = await withWatchedPair(t, { ...workload, ...busy[image.flavor] }, { image });
  // A copy is online there, and would go directly.
  const copiesOnline = image.name === 'mariadb 11.8';
  const config = copiesOnline ? await onlyFlips(sandbox) : usual;
  const ways: string[] = [];
  for (const files of [wideIds, labels, longNotes]) {
    const begun = oracle.writers.count().acknowledged;
    const events = await run(config, files);
    t.is(events.at(-1)?.type, 'goal');
    ways.push(waysOf(events));
    await oracle.writers.reach(begun + writesPerRun(image));
  }
  t.deepEqual(ways, [copiesOnline ? 'direct flip' : 'direct flip direct', 'direct data', 'data flip']);
  const { findings, pauses, outcomes } = await oracle.judge();
  t.log(outcomes, ...describePauses(pauses));
  t.deepEqual(findings, []);
  t.deepEqual(
    pauses.map(({ to }) => to),
    ['b', 'a'],
  );
  t.true(
    pauses.every(({ refused, cut }) => refused + cut > 0),
    'writes were tried during every fence',
  );
  const b = await sandbox.root('b');
  const [{ paid, labels: made } = {}] = await b
    .rows(`SELECT (SELECT COUNT(*) FROM app.orders WHERE paid = 1) AS paid,
    (SELECT COUNT(*) FROM app.labels) AS labels`)
    .finally(() => b.close());
  t.deepEqual({ paid, made }, { paid: 2000, made: 50 });
});

async function run(config: Config, files: Files): Promise<readonly RunEvent[]> {
  for (const [name, text] of Object.entries(files))
    await writeFile(join(config.migrations, name), `${text}\n`);
  const { signal } = new AbortController();
  return eventsOf(migrate(config, { yes: true, awaitApproval: false, signal }));
}

function waysOf(events: readonly RunEvent[]): string {
  const planned = events.find(event => event.type === 'planned');
  return (planned?.plan.batches ?? []).map(({ strategy }) => strategy).join(' ');
}

function up(body: string): string {
  return `export const up = knex => ${body};`;
}
