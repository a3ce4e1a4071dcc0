/**
 * Who reads the binlogs besides the other side. A change-data stream or a replica below does not see the DDL of a
 * leg, and then gets rows that do not fit its tables; so a migration names them, and does not begin.
 */
import type { PreflightFinding } from '../finding.js';
import { eachSide, type PairFacts } from '../pair-facts.js';
import type { BinlogReader, PreflightFacts } from '../server-facts.js';

export function binlogReaders(pair: PairFacts): readonly PreflightFinding[] {
  return eachSide(pair, (server, other) => {
    if (other.links === null) return [];
    const { foreign, unclear } = othersOf(server, other);
    if (foreign.length === 0) return [];
    const names = foreign
      .map(({ thread, user, host }) => `thread ${thread} (${user} from ${host})`)
      .join(', ');
    return [
      {
        id: 'binlog-readers',
        severity: pair.goal === 'migrate' ? 'refuse' : 'warn',
        where: server.label,
        message: `its binlog has readers besides ${other.label}: ${names}${unclear ? ' (one of them is the other side)' : ''}`,
        hint: 'they will not see the DDL of a leg: stop them for the time of the run, and give them the new structure by hand',
      },
    ];
  });
}

/**
 * The other side is known by the account of its link; two readers with that account cannot be told apart. A receiver
 * that was stopped leaves its reader behind for a while, so its state says nothing.
 */
function othersOf(
  { readers }: PreflightFacts,
  { links }: PreflightFacts,
): { readonly foreign: readonly BinlogReader[]; readonly unclear: boolean } {
  const own = readers.filter(({ user }) => user === links?.[0]?.user);
  const unclear = own.length > 1;
  return { foreign: unclear ? readers : readers.filter(reader => !own.includes(reader)), unclear };
}
