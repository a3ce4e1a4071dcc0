/**
 * Triggers and functions that a migration or a file of stored programs makes, where the real servers do not let our
 * account: the workspace does, so a leg would meet it first. While a binlog is on, also for a session that is not in it, only SUPER may make them
 * (1419, all three servers), unless the server is told to trust.
 */
import type { Finding } from '../errors.js';
import type { Capabilities } from '../flavor/flavor.js';
import { isGranted } from '../grants/is-granted.js';
import { type ServerKey, sides } from '../pair/side.js';
import type { ProposedMigration } from '../plan/strategy.js';
import { programTitle } from '../programs/program.js';
import type { ProgramChange } from '../programs/program-change.js';
import type { Session } from '../server/connection.js';
import { readOwnGrants } from '../server/own-account.js';
import { classifyStatement } from '../sql/classify.js';
import { quoteIdentifier } from '../sql/identifier.js';
import type { Run } from './engine-ports.js';

/** One finding for each such statement. Asks the servers only when there is one. */
export async function deniedPrograms(
  { pair }: Pick<Run, 'pair'>,
  migrations: readonly {
    readonly statements: readonly Pick<ProposedMigration['statements'][number], 'sql' | 'where'>[];
  }[],
  servers: readonly ServerKey[] = sides,
): Promise<readonly Finding[]> {
  const guarded = migrations
    .flatMap(({ statements }) => statements)
    .filter(({ sql }) => isGuarded(sql, pair.flavor.capabilities));
  if (guarded.length === 0) return [];
  const sessions = await Promise.all(servers.map(server => pair.watch(server)));
  const denying: string[] = [];
  for (const session of sessions)
    if (session !== null && (await isDenied(session))) denying.push(session.label);
  if (denying.length === 0) return [];
  return guarded.map(({ sql, where }) => ({
    id: 'program-creators',
    where,
    message: `${whatItDoes(sql)}, which ${denying.join(' and ')} ${denying.length === 1 ? 'lets' : 'let'} only SUPER do while the binlog is on`,
    hint: 'SET GLOBAL log_bin_trust_function_creators = 1 on every server of the pair, and put it into their option files',
  }));
}

/** The same for stored programs that are made from files, or dropped: one finding for each. */
export function deniedChanges(
  run: Pick<Run, 'pair'>,
  changes: readonly Pick<ProgramChange, 'kind' | 'name' | 'after' | 'where'>[],
  servers: readonly ServerKey[] = sides,
): Promise<readonly Finding[]> {
  const statements = changes.map(({ kind, name, after, where = programTitle({ kind, name }) }) => ({
    sql: after?.create ?? `DROP ${kind.toUpperCase()} ${quoteIdentifier(name)}`,
    where,
  }));
  return deniedPrograms(run, [{ statements }], servers);
}

function isGuarded(sql: string, { guardsDropTrigger }: Capabilities): boolean {
  const classified = classifyStatement(sql);
  if (classified.kind !== 'ddl') return false;
  const { object, verb } = classified;
  if (verb === 'create') return object === 'trigger' || object === 'function';
  return verb === 'drop' && object === 'trigger' && guardsDropTrigger;
}

/** `makes trigger counted`. */
function whatItDoes(sql: string): string {
  const classified = classifyStatement(sql);
  if (classified.kind !== 'ddl') return 'makes or drops a trigger or a function';
  const { verb, object, names } = classified;
  return [verb === 'drop' ? 'drops' : 'makes', object, ...names.slice(0, 1).map(({ name }) => name)].join(
    ' ',
  );
}

async function isDenied(session: Session): Promise<boolean> {
  const row = await session.row(
    'SELECT @@global.log_bin AND NOT @@global.log_bin_trust_function_creators AS denied',
  );
  if (Number(row?.denied) === 0) return false;
  const holder = { ...(await readOwnGrants(session)), literalNames: false };
  return !isGranted(holder, { name: 'SUPER', place: { kind: 'server' } });
}
