/** That sets made of what real servers show answer as the reasoning in `gtid/` says. */
import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import { parseMariadbGtidSet } from '../../src/gtid/mariadb-gtid-set.js';
import { parseMysqlGtidSet } from '../../src/gtid/mysql-gtid-set.js';
import type { Sandbox } from '../../src/sandbox/open-sandbox.js';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import type { Session } from '../../src/server/connection.js';
import { executedOn } from '../helpers/executed-on.js';
import { flavorOf } from '../helpers/flavors.js';
import { liveServer } from '../helpers/live-server.js';
import { flavorTest, mariadbTest, mysqlTest } from '../helpers/server-test.js';
import { sessionOn, withPair } from '../helpers/servers.js';
import { until } from '../helpers/until.js';

const table = 'CREATE TABLE app.t (id INT PRIMARY KEY AUTO_INCREMENT)';
const insert = 'INSERT INTO app.t VALUES ()';

const live = liveServer();

flavorTest('after writes on either side both servers have the same set', async (t, image) => {
  const { a, b } = await sessionsOn(t, await withPair(t, { image }));
  await a.send(table);
  await settled(image, a, b);
  await b.send(insert);
  await settled(image, b, a);
  await a.send(insert);
  await settled(image, a, b);
  t.true((await executedOn(a, image)).equals(await executedOn(b, image)));
});

const waits = {
  mariadb: 'SELECT MASTER_GTID_WAIT(?, 30) AS result',
  mysql: 'SELECT WAIT_FOR_EXECUTED_GTID_SET(?, 30) AS result',
};

flavorTest('the position of a set is one that the other server can wait for', async (t, image) => {
  const { a, b } = await sessionsOn(t, await withPair(t, { image }));
  await a.send(table);
  await settled(image, a, b);
  await b.send(insert);
  const position = image.flavor === 'mariadb' ? (await mariadbSet(b)).position : await executedOn(b, image);
  const waited = await a.row(waits[image.flavor], [String(position)]);
  t.is(Number(waited?.result), 0);
});

/** A pair in which a has written and the passive, which nobody follows, has written as well. */
async function errantPair(t: ExecutionContext, image: ServerImage) {
  const { a, b } = await sessionsOn(t, await withPair(t, { image }));
  await a.send(table);
  await b.send('SET GLOBAL read_only = 0');
  await settled(image, a, b);
  await b.send(insert);
  await settled(image, b, a);
  for (const session of [a, b])
    await session.send(`STOP ${image.flavor === 'mariadb' ? 'SLAVE' : 'REPLICA'}`);
  t.true((await executedOn(b, image)).equals(await executedOn(a, image)));
  await b.send(insert);
  for (let rows = 0; rows < 5; rows++) await a.send(insert);
  return { a, b, active: await executedOn(a, image), passive: await executedOn(b, image) };
}

mariadbTest('a write on the stopped passive is found while the active is ahead', async (t, image) => {
  const { active, passive } = await errantPair(t, image);
  t.is(passive.minus(active).toString(), '0-2-3..0-2-3');
  t.is(
    active.minus(passive).toString(),
    '0-1-2..0-1-7',
    'the number 2 is of the other server: an upper bound',
  );
});

mysqlTest('a write on the stopped passive is found while the active is ahead', async (t, image) => {
  const { b, active, passive } = await errantPair(t, image);
  const { uuid } = (await b.row('SELECT @@server_uuid AS uuid')) ?? {};
  t.is(passive.minus(active).toString(), `${uuid}:2`);
  t.is(active.minus(passive).size, 5n);
});

const seeds = {
  mariadb: (position: string) => ['RESET MASTER', `SET GLOBAL gtid_slave_pos = '${position}'`],
  mysql: (executed: string) => ['RESET BINARY LOGS AND GTIDS', `SET GLOBAL gtid_purged = '${executed}'`],
};

flavorTest('a server that was seeded from a position has what lies before it', async (t, image) => {
  const { a, b } = await sessionsOn(t, await withPair(t, { image }));
  await a.send(table);
  await settled(image, a, b);
  await b.send(insert);
  await settled(image, b, a);
  const seeded = image.flavor === 'mariadb' ? (await mariadbSet(a)).position : await executedOn(a, image);
  await b.send(`STOP ${image.flavor === 'mariadb' ? 'SLAVE' : 'REPLICA'}`);
  for (const sql of seeds[image.flavor](String(seeded))) await b.send(sql);
  t.true((await executedOn(b, image)).contains(await executedOn(a, image)));
  for (const sql of flavorOf(image).startReplication()) await b.send(sql);
  await a.send(insert);
  await settled(image, a, b);
  t.true((await executedOn(a, image)).equals(await executedOn(b, image)));
});

const sources = ['3e11fa47-71ca-11e1-9e33-c80aa9429562', '4350f323-7565-4e59-8763-4b1b83a0ce0e'];
const anyItem = fc
  .tuple(
    fc.constantFrom(...sources),
    fc.constantFrom('', ':nightly'),
    fc.integer({ min: 1, max: 20 }),
    fc.nat(6),
  )
  .map(([source, tag, first, more]) => `${source}${tag}:${first}-${first + more}`);
const anySet = fc.array(anyItem, { maxLength: 5 }).map(items => items.join());

mysqlTest('what one set lacks of another is what the server finds', async (t, image) => {
  const { session } = await live(image);
  const pairs = fc.sample(fc.tuple(anySet, anySet), { numRuns: 300, seed: 97 });
  const asked = pairs.map(() => 'SELECT GTID_SUBSET(?, ?) AS within, GTID_SUBTRACT(?, ?) AS rest');
  const answers = await session.rows(
    asked.join(' UNION ALL '),
    pairs.flatMap(([one, other]) => [one, other, one, other]),
  );
  for (const [index, [one, other]] of pairs.entries()) {
    const [ours, theirs] = [parseMysqlGtidSet(one), parseMysqlGtidSet(other)];
    t.is(theirs.contains(ours), answers[index]?.within === 1, `${one} in ${other}`);
    t.true(ours.minus(theirs).equals(parseMysqlGtidSet(String(answers[index]?.rest))), `${one} - ${other}`);
  }
});

async function sessionsOn(t: ExecutionContext, sandbox: Sandbox): Promise<{ a: Session; b: Session }> {
  return { a: await sessionOn(t, sandbox, 'a'), b: await sessionOn(t, sandbox, 'b') };
}

async function mariadbSet(session: Session) {
  const row = await session.row('SELECT @@gtid_binlog_state AS binlogState, @@gtid_slave_pos AS slavePos');
  return parseMariadbGtidSet({ binlogState: String(row?.binlogState), slavePos: String(row?.slavePos) });
}

async function settled(image: ServerImage, source: Session, replica: Session): Promise<void> {
  const target = await executedOn(source, image);
  await until('the replica has what the source wrote', async () =>
    (await executedOn(replica, image)).contains(target),
  );
}
