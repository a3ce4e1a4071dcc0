/**
 * Brings a table of the passive back that a leg has damaged (a column was dropped, and its values with it): a copy of the
 * active's table, as it was at one position, while the passive stands exactly there. What came later is applied to it
 * afterwards, as to every other table. The damaged table is left alone until the copy is whole.
 */
import type { Report } from '../engine/ports.js';
import { conversionBefore } from '../engine/record.js';
import { statements } from '../engine/statements.js';
import { BlockedError, FailedError } from '../errors.js';
import { scratchPrefix } from '../grants/shared-privileges.js';
import { otherSide, type Side } from '../pair/side.js';
import type { CopiedTable, Plan } from '../plan/plan.js';
import type { Structure } from '../plan/structure.js';
import { readStructure } from '../server/catalog.js';
import type { Session } from '../server/connection.js';
import { copyRows, copySettings } from '../server/copy-rows.js';
import { accessRefusals, errno } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';
import { quoteIdentifier, quoteName } from '../sql/identifier.js';
import { withReader } from '../verify/open-reader.js';
import { untilTaken } from '../verify/points.js';
import { rowProgress } from '../verify/row-progress.js';
import { assertExact, type PointServers, reachPoint } from '../verify/take-point.js';
import { catchUp } from './catch-up.js';
import type { PerformDeps } from './perform.js';
import { prepareReplication } from './prepare-replication.js';
import { refuseWhenOver } from './send-or-leave.js';
import { whileLocked } from './while-locked.js';

/** Where a copy grows; the account has what it needs in scratch schemas. Only one of a server is at work. */
const copySchema = `${scratchPrefix}copy`;

export type TableCopy = CopiedTable & { readonly side: Side; readonly report: Report };

/** What puts the copy in the place of the table, at once. */
export function swapStatement(database: string, table: string): string {
  const place = quoteName(database, table);
  return `RENAME TABLE ${place} TO ${quoteName(copySchema, damagedName)}, ${quoteName(copySchema, copyName)} TO ${place}`;
}

const copyName = 'copy';
const damagedName = 'damaged';

/**
 * Leaves the applier of the side held, at the position of the copy, and `swapStatement` to be sent. The session of the
 * side has other settings afterwards. Throws FailedError, ServerError, and StoppedError when the run's time is over.
 */
export async function copyTable(deps: PerformDeps, copy: TableCopy): Promise<void> {
  const { side } = copy;
  const { pair, flavor, config } = deps;
  const writer = pair.control(side);
  await dropCopy(writer);
  await letFollow(deps, copy);
  const endpoint = pair.endpoints[otherSide(side)];
  await withReader(endpoint, flavor, reader =>
    withReader(endpoint, flavor, async beside => {
      const servers: PointServers = { flavor, reader, beside: { active: beside, passive: writer } };
      await standStill(servers, { label: endpoint.label, lockMs: config.limits.verifyLockMs });
      const structure = await readStructure(beside, config.database);
      await whileLocked(pair, deps.leave, signal =>
        fillCopy(deps, copy, { reader, writer, structure, signal }),
      );
    }),
  );
}

export function hasCopies({ batches }: Plan): boolean {
  return batches.some(({ migrations }) =>
    migrations.some(({ statements: all }) => all.some(({ copies }) => copies !== undefined)),
  );
}

/** What an earlier copy left, and the damaged table of one that came to its end. */
export async function dropCopy(writer: Session): Promise<void> {
  const there = await writer.row('SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?', [
    copySchema,
  ]);
  if (there !== undefined) await writer.send(`DROP DATABASE ${quoteIdentifier(copySchema)}`);
}

/** Throws BlockedError when the account may not make the schema of a copy. A locked server does not say. */
export async function assertMayCopy(writer: Session): Promise<void> {
  try {
    await dropCopy(writer);
    await writer.send(`CREATE DATABASE ${quoteIdentifier(copySchema)}`);
    await dropCopy(writer);
  } catch (error) {
    if (isErrno(error, errno.readOnly)) return;
    if (!isErrno(error, ...accessRefusals)) throw error;
    throw new BlockedError(
      `${writer.label}: a table has to be copied, and the account may make no schema for it`,
      {
        hint: `grant it, on both servers, what migrations need in the database, on \`${scratchPrefix}%\`.* too, and run the same command again`,
        cause: error,
      },
    );
  }
}

/** The passive stands at a place of the plan that was proved to take old events, with these conversions. */
async function letFollow(deps: PerformDeps, { side, conversions }: TableCopy): Promise<void> {
  const { pair, flavor, config, leave } = deps;
  const follower = pair.control(side);
  const source = pair.control(otherSide(side));
  await prepareReplication(flavor, follower);
  await convert(deps, { side, conversions });
  for (const sql of flavor.startReplication()) await follower.send(sql);
  const { label } = pair.endpoints[side];
  const follow = { flavor, source, follower, label, stallMs: config.limits.catchUpStallMs };
  // After hours of a leg the first round takes long, and leaves as much as was written meanwhile.
  let best = { tookMs: Number.POSITIVE_INFINITY, at: performance.now() };
  while (best.tookMs > nearMs) {
    refuseWhenOver(leave, side);
    const begun = performance.now();
    await catchUp(follow, async () => {});
    const at = performance.now();
    if (at - begun < best.tookMs) best = { tookMs: at - begun, at };
    else if (at - best.at > config.limits.catchUpStallMs) throw neverNear(label);
  }
}

function neverNear(label: string): FailedError {
  return new FailedError(`${label}: applies what is written on the other side no faster than it is written`, {
    hint: 'nothing was copied; run the same command again when less is written',
  });
}

/** A passive that catches up in such a time is near enough to be brought to one point. */
const nearMs = 5000;

async function convert(
  { pair, flavor, config, journal }: PerformDeps,
  { side, conversions }: Pick<TableCopy, 'side' | 'conversions'>,
): Promise<void> {
  if (conversions.length === 0) return;
  const control = pair.control(side);
  const { conversions: old } = flavor.readServer((await control.row(flavor.serverQuery)) ?? {});
  for (const entry of conversionBefore({ side }, journal.facts(), old)) await journal.append(entry);
  for (const { sql } of statements({ do: 'set-conversions', side, conversions }, flavor, config.limits))
    await control.send(sql);
}

/** A reboot must not let the applier go on: what it would apply is lost as soon as the copy is in its place. */
async function standStill(
  servers: PointServers,
  lock: { readonly label: string; readonly lockMs: number },
): Promise<void> {
  const { flavor, beside } = servers;
  const snapshot = await untilTaken(() => reachPoint(servers, lock.lockMs), lock);
  for (const sql of flavor.holdApplier()) await beside.passive.send(sql);
  const { executed: reached } = flavor.readServer((await beside.passive.row(flavor.serverQuery)) ?? {});
  await assertExact(servers, { snapshot, reached });
}

type Ends = {
  readonly reader: Session;
  readonly writer: Session;
  readonly structure: Structure;
  /** Aborted when the lock is lost, or the run's time is over. */
  readonly signal: AbortSignal;
};

async function fillCopy(
  { config }: PerformDeps,
  { table, report }: TableCopy,
  { reader, writer, structure, signal }: Ends,
): Promise<void> {
  const { database } = config;
  const [source, target] = [quoteName(database, table), quoteName(copySchema, copyName)];
  const columns = structure.tables[table]?.columns;
  if (columns === undefined) throw new FailedError(`${table} is gone on ${reader.label}: it was not copied`);
  for (const sql of copySettings) await writer.send(sql);
  await writer.send(`CREATE DATABASE ${quoteIdentifier(copySchema)}`);
  await writer.send(await createText(reader, source, target));
  const progress = await rowProgress(reader, { database, tables: [table], report, doing: 'copy' });
  const onRows = (rows: number): void => {
    signal.throwIfAborted();
    progress.add(table, rows);
  };
  const giveUp = () => reader.abandon('given up');
  signal.addEventListener('abort', giveUp);
  try {
    signal.throwIfAborted();
    await copyRows({ reader, writer, source, target, columns, onRows });
  } catch (error) {
    // A session that was given up fails with what became of its socket.
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

/** With the counter of AUTO_INCREMENT: what was deleted at the end must not be numbered again. */
async function createText(reader: Session, source: string, target: string): Promise<string> {
  const row = await reader.row<{ 'Create Table': string }>(`SHOW CREATE TABLE ${source}`);
  const create = row?.['Create Table'] ?? '';
  return create.replace(/^CREATE TABLE `(?:[^`]|``)*`/u, `CREATE TABLE ${target}`);
}
