/**
 * Who reads the binlogs besides the other side. A change-data stream or a replica below does not see the DDL of a
 * leg, and then gets rows that do not fit its tables; so a migration names them, and does not begin.
 */
import type { PreflightFinding } from '../finding.js';
import { eachSide, type PairFacts, replicasOf } from '../pair-facts.js';
import type { BinlogReader, PreflightFacts } from '../server-facts.js';

export function binlogReaders(pair: PairFacts): readonly PreflightFinding[] {
  return eachSide(pair, (server, other, side) => {
    if (other.links === null) return [];
    const { foreign, unclear } = othersOf(server, [other, ...replicasOf(pair, side)]);
    if (foreign.length === 0) return [];
    const names = foreign
      .map(({ thread, user, host }) => `thread ${thread} (${user} from ${host})`)
      .join(', ');
    return [
      {
        id: 'binlog-readers',
        severity: pair.goal === 'migrate' ? 'refuse' : 'warn',
        where: server.label,
        message: `its binlog has readers besides ${other.label}${pair.replicas.length > 0 ? ' and its replicas' : ''}: ${names}${unclear ? ' (some of them are ours)' : ''}`,
        hint: 'they will not see the DDL of a leg: stop them for the time of the run, and give them the new structure by hand',
      },
    ];
  });
}

/**
 * Those that should be there are known by the accounts of their links; readers with one account cannot be told apart.
 * A receiver that was stopped leaves its reader behind for a while, so its state says nothing.
 */
function othersOf(
  { readers }: PreflightFacts,
  followers: readonly PreflightFacts[],
): { readonly foreign: readonly BinlogReader[]; readonly unclear: boolean } {
  const expected = followers.map(({ links }) => links?.[0]?.user);
  const users = new Set(expected);
  const own = readers.filter(({ user }) => users.has(user));
  const unclear = [...users].some(
    user =>
      countOf(
        own.map(reader => reader.user),
        user,
      ) > countOf(expected, user),
  );
  return { foreign: unclear ? readers : readers.filter(reader => !own.includes(reader)), unclear };
}

function countOf(users: readonly (string | undefined)[], user: string | undefined): number {
  return users.filter(other => other === user).length;
}
