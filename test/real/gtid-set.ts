/** That sets made of what real servers show answer as the reasoning in `mariadb-gtid-set.ts` says. */
import test, { type ExecutionContext } from 'ava';
import { type MariadbGtidSet, parseMariadbGtidSet } from '../../src/gtid/mariadb-gtid-set.js';
import type { Sandbox } from '../../src/sandbox/open-sandbox.js';
import type { Session } from '../../src/server/connection.js';
import { onServer, sessionOn, withPair } from '../helpers/servers.js';
import { until } from '../helpers/until.js';

const table = 'CREATE TABLE app.t (id INT PRIMARY KEY AUTO_INCREMENT)';
const insert = 'INSERT INTO app.t VALUES ()';

test(onServer('after writes on either side both servers have the same set'), async t => {
  const { a, b } = await sessionsOn(t, await withPair(t));
  await a.send(table);
  await settled(a, b);
  await b.send(insert);
  await settled(b, a);
  await a.send(insert);
  await settled(a, b);
  t.true((await setOf(a)).equals(await setOf(b)));
});

test(onServer('the position of a set is one that the other server can wait for'), async t => {
  const { a, b } = await sessionsOn(t, await withPair(t));
  await a.send(table);
  await settled(a, b);
  await b.send(insert);
  const { position } = await setOf(b);
  const waited = await a.row('SELECT MASTER_GTID_WAIT(?, 30) AS result', [position]);
  t.is(Number(waited?.result), 0);
});

test(onServer('a write on the stopped passive is found while the active is ahead'), async t => {
  const { a, b } = await sessionsOn(t, await withPair(t));
  await a.send(table);
  await b.send('SET GLOBAL read_only = 0');
  await settled(a, b);
  await b.send(insert);
  await settled(b, a);
  await a.send('STOP SLAVE');
  await b.send('STOP SLAVE');
  t.true((await setOf(b)).equals(await setOf(a)));
  await b.send(insert);
  for (let rows = 0; rows < 5; rows++) await a.send(insert);
  const [passive, active] = [await setOf(b), await setOf(a)];
  t.is(passive.minus(active).toString(), '0-2-3..0-2-3');
  t.is(
    active.minus(passive).toString(),
    '0-1-2..0-1-7',
    'the number 2 is of the other server: an upper bound',
  );
});

test(onServer('a server that was seeded from a position has what lies before it'), async t => {
  const { a, b } = await sessionsOn(t, await withPair(t));
  await a.send(table);
  await settled(a, b);
  await b.send(insert);
  await settled(b, a);
  const seeded = (await setOf(a)).position;
  await b.send('STOP SLAVE');
  await b.send('RESET MASTER');
  await b.send(`SET GLOBAL gtid_slave_pos = '${seeded}'`);
  t.true((await setOf(b)).contains(await setOf(a)));
  await b.send('START SLAVE');
  await a.send(insert);
  await settled(a, b);
  t.true((await setOf(a)).equals(await setOf(b)));
});

async function sessionsOn(t: ExecutionContext, sandbox: Sandbox): Promise<{ a: Session; b: Session }> {
  return { a: await sessionOn(t, sandbox, 'a'), b: await sessionOn(t, sandbox, 'b') };
}

async function setOf(session: Session): Promise<MariadbGtidSet> {
  const row = await session.row('SELECT @@gtid_binlog_state AS binlogState, @@gtid_slave_pos AS slavePos');
  return parseMariadbGtidSet({ binlogState: String(row?.binlogState), slavePos: String(row?.slavePos) });
}

async function settled(source: Session, replica: Session): Promise<void> {
  const target = await setOf(source);
  await until('the replica has what the source wrote', async () => (await setOf(replica)).contains(target));
}
