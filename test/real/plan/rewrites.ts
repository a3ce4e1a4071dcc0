/**
 * What is offered instead of a refused migration really leads where that leads: both run on a database with rows, the
 * refused change on one and the parts of its rewrite on the other, and structures and values must be the same.
 */
import type { ExecutionContext } from 'ava';
import type { Rewrite } from '../../../src/plan/rewrites/rewrite.js';
import { sameButForOrder } from '../../../src/plan/rewrites/same-but-for-order.js';
import { chooseWay, type StrategyFacts } from '../../../src/plan/strategy.js';
import { proveRewrites } from '../../../src/run/prove-rewrites.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { readStructure } from '../../../src/server/catalog.js';
import type { Session } from '../../../src/server/connection.js';
import { recordTexts } from '../../../src/workspace/record-statements.js';
import { restoreStructure } from '../../../src/workspace/restore-structure.js';
import type { Workspace } from '../../../src/workspace/workspace.js';
import { liveServer } from '../../helpers/live-server.js';
import { openCopy } from '../../helpers/open-copy.js';
import { type RewriteCase, rewriteCases } from '../../helpers/rewrite-cases.js';
import { flavorTest } from '../../helpers/server-test.js';
import { mariadbApplier, mysqlApplier } from '../../helpers/structures.js';

const live = liveServer();

for (const known of rewriteCases) {
  flavorTest(`a refused change is offered in parts that lead to it: ${known.title}`, async (t, image) => {
    const { session, workspace } = await makeDatabases(t, image, known);
    const rewrite = await rewriteOf(t, workspace, image, known);
    const ways = rewrite?.parts.map(({ strategy }) => strategy) ?? null;
    t.deepEqual(
      ways,
      goesDirect(known, image) ? null : known.ways[image.flavor],
      JSON.stringify(rewrite, null, 1),
    );
    if (rewrite === null) return;
    if (known.note !== undefined) t.regex(rewrite.note ?? '', known.note);
    await session.send('USE app');
    for (const sql of [...(known.prepare ?? []), ...known.migration]) await session.send(sql);
    await session.send('USE other');
    for (const sql of rewrite.parts.flatMap(part => part.sql)) await session.send(sql);
    await session.send('SET SESSION foreign_key_checks = 1');
    const [one, other] = [await readStructure(session, 'app'), await readStructure(session, 'other')];
    t.true(sameButForOrder(one, other), `${one.tables.t?.create}\n${other.tables.t?.create}`);
    t.deepEqual(await rowsOf(session, 'other', known), await rowsOf(session, 'app', known));
  });
}

async function makeDatabases(t: ExecutionContext, image: ServerImage, { create }: RewriteCase) {
  const { session, server } = await live(image);
  await session.send("SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'");
  for (const database of ['app', 'other']) {
    await session.send(`DROP DATABASE IF EXISTS ${database}`);
    await session.send(`CREATE DATABASE ${database} CHARACTER SET utf8mb4`);
    await session.send(`USE ${database}`);
    for (const sql of create) await session.send(sql);
  }
  const workspace = await openCopy({
    source: server.root,
    database: 'app',
    url: server.root,
    passive: null,
  });
  t.teardown(() => workspace.close());
  return { session, workspace };
}

async function rewriteOf(
  t: ExecutionContext,
  workspace: Workspace,
  image: ServerImage,
  known: RewriteCase,
): Promise<Rewrite | null> {
  const { flavor } = image;
  const { migration, small = false, ways } = known;
  const before = await workspace.readStructure();
  const bytes = small ? 5e6 : 5e9;
  const facts: StrategyFacts = {
    live: { bytes: new Map(Object.keys(before.tables).map(name => [name, bytes])), instantLeft: new Map() },
    applier: flavor === 'mariadb' ? mariadbApplier : mysqlApplier,
    directMs: 2000,
  };
  // Broken off where it mixes structure and rows.
  const whole = await recordTexts(workspace, { name: '1.sql', texts: migration }).catch(() => null);
  if (whole !== null && ways[flavor] !== null)
    t.is(chooseWay(whole, facts).kind, goesDirect(known, image) ? 'direct' : 'refused');
  const refused = { name: '1.sql', texts: migration, before, wanted: whole?.after ?? null, facts };
  const [rewrite = null] = await proveRewrites(workspace, [refused]);
  t.true(await restoreStructure(workspace, before), 'the workspace can be brought back');
  return rewrite;
}

/** A later MariaDB copies a small table while writers go on: there is nothing to rewrite then. */
function goesDirect({ small = false }: RewriteCase, { version }: ServerImage): boolean {
  return small && version.startsWith('11.');
}

/** By the names of columns, because their order may be another one. */
async function rowsOf(session: Session, database: string, { apart = [] }: RewriteCase) {
  const rows = await session.rows(`SELECT * FROM ${database}.t ORDER BY id`);
  return rows.map(row =>
    Object.entries(row)
      .filter(([name]) => !apart.includes(name))
      .sort(),
  );
}
