/**
 * Writes down that a server was seen closed by what it boots with, while that can be seen: once it is opened at run
 * time, nothing shows any more how it comes back from a crash.
 */
import type { Entry } from '../journal/entry.js';
import type { Journal } from '../journal/journal.js';
import { sides } from '../pair/side.js';
import { preflightOf } from '../preflight/flavor-preflight.js';
import { originOf } from '../preflight/origin-of.js';
import type { PairSessions } from './connect-pair.js';

export type Boot = Extract<Entry, { readonly kind: 'booted' }>;

/** Sides that are closed now by what they booted with. */
export async function readBoots({ flavor, watch }: PairSessions): Promise<readonly Boot[]> {
  const boots = await Promise.all(
    sides.map(async (side): Promise<readonly Boot[]> => {
      const session = await watch(side);
      if (session === null) return [];
      const { identity, readOnly } = flavor.readServer((await session.row(flavor.serverQuery)) ?? {});
      const origin = await session.row(preflightOf(flavor).originQuery, ['read_only']);
      const closed = readOnly && originOf(String(origin?.origin)) !== 'set';
      return closed ? [{ kind: 'booted', side, bootedAt: identity.bootedAt }] : [];
    }),
  );
  return boots.flat();
}

/** Appends those that are not written down yet. */
export async function noteBoots(journal: Journal, boots: readonly Boot[]): Promise<void> {
  const { closedSince } = journal.facts();
  for (const boot of boots) if (closedSince[boot.side] !== boot.bootedAt) await journal.append(boot);
}
