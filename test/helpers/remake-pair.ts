/** Makes a pair as it was when it was brought up, on servers that run: much cheaper than two new servers (MySQL). */
import { otherSide, type Side, sides } from '../../src/pair/side.js';
import { grantAccounts } from '../../src/sandbox/account-grants.js';
import type { Sandbox } from '../../src/sandbox/open-sandbox.js';
import { isReplicating } from '../../src/sandbox/read-replication.js';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import type { Session } from '../../src/server/connection.js';
import { until } from './until.js';

export async function remakePair(pair: Sandbox, image: ServerImage): Promise<void> {
  const roots: Readonly<Record<Side, Session>> = { a: await pair.root('a'), b: await pair.root('b') };
  try {
    for (const side of sides) await cutOff(roots[side], image);
    for (const side of sides) await endReaders(roots[side]);
    for (const side of sides) await empty(roots[side], pair.database, image);
    for (const side of sides) await follow(pair, side, { session: roots[side], image });
    for (const side of sides) {
      await until(`${side} replicates`, () => isReplicating(roots[side]));
      await roots[side].send(`SET GLOBAL read_only = ${side === 'a' ? 0 : 1}`);
    }
  } finally {
    for (const side of sides) await roots[side].close();
  }
}

/** Every source and channel, and every filter. */
async function cutOff(session: Session, { flavor }: ServerImage): Promise<void> {
  if (flavor === 'mysql') {
    await session.send('SET GLOBAL super_read_only = 0');
    await session.send('STOP REPLICA');
    await session.send('RESET REPLICA ALL');
    await session.send('CHANGE REPLICATION FILTER REPLICATE_DO_DB = ()');
    for (const plugin of ['group_replication', 'rpl_semi_sync_source'])
      await session.send(`UNINSTALL PLUGIN ${plugin}`).catch(() => undefined);
    await session.send('SET GLOBAL enforce_gtid_consistency = ON');
    // Only the neighbour of the mode that is on can be taken, up to the last.
    for (const mode of gtidModes) await session.send(`SET GLOBAL gtid_mode = ${mode}`).catch(() => undefined);
    return;
  }
  const links = await session.rows('SHOW ALL SLAVES STATUS');
  for (const { Connection_name: name } of links) {
    await session.send(`STOP SLAVE '${name}'`);
    await session.send(`RESET SLAVE '${name}' ALL`);
  }
  await session.send("SET GLOBAL replicate_do_db = ''");
  await session.send('REVOKE READ_ONLY ADMIN ON *.* FROM PUBLIC').catch(() => undefined);
}

/** A replica that has gone leaves its reader behind until something is written. */
async function endReaders(session: Session): Promise<void> {
  const readers = "SELECT ID AS id FROM information_schema.PROCESSLIST WHERE COMMAND LIKE 'Binlog Dump%'";
  for (const { id } of await session.rows(readers)) await session.send(`KILL ${id}`).catch(() => undefined);
}

const gtidModes = ['OFF_PERMISSIVE', 'ON_PERMISSIVE', 'ON'];

const own = [
  'root',
  'dbshift',
  'app',
  'repl',
  'mysql.sys',
  'mysql.session',
  'mysql.infoschema',
  'mariadb.sys',
  'PUBLIC',
];

async function empty(session: Session, database: string, image: ServerImage): Promise<void> {
  await session.send('SET SESSION sql_log_bin = 0');
  const prepared = image.flavor === 'mysql' ? 'XA RECOVER CONVERT XID' : "XA RECOVER FORMAT = 'SQL'";
  for (const { data } of await session.rows(prepared)) await session.send(`XA ROLLBACK ${data}`);
  await session.send(`DROP DATABASE IF EXISTS ${database}`);
  await session.send(`CREATE DATABASE ${database}`);
  await dropOthers(session);
  await session.send("REVOKE ALL PRIVILEGES, GRANT OPTION FROM 'dbshift'@'127.0.0.1'");
  for (const sql of grantAccounts(image.flavor, database)) await session.send(sql);
  await session.send(image.flavor === 'mysql' ? 'RESET BINARY LOGS AND GTIDS' : 'RESET MASTER');
  if (image.flavor === 'mariadb') await session.send("SET GLOBAL gtid_slave_pos = ''");
}

/** A role of MariaDB is an account without a host. */
async function dropOthers(session: Session): Promise<void> {
  const rows = await session.rows('SELECT User AS user, Host AS host FROM mysql.user WHERE User NOT IN (?)', [
    own,
  ]);
  for (const { user, host } of rows) {
    await session.send(host === '' ? `DROP ROLE ${user}` : `DROP USER '${user}'@'${host}'`);
  }
}

type On = { readonly session: Session; readonly image: ServerImage };

async function follow(pair: Sandbox, side: Side, { session, image }: On): Promise<void> {
  const { host = '', port = 0, password } = await pair.endpoint(otherSide(side), 'repl');
  for (const sql of image.link({ host, port, password })) await session.send(sql);
}
