/**
 * What was acknowledged survives a crash. Both sides are asked, because a run gives the active role to the other
 * one: with less, a crash in the wrong moment loses commits that a client was told of.
 */
import type { PreflightFinding } from '../finding.js';
import { activeSide, eachSide, type PairFacts } from '../pair-facts.js';

export function durability(pair: PairFacts): readonly PreflightFinding[] {
  const active = activeSide(pair);
  return eachSide(pair, ({ label, settings }, _, side) => {
    const role = side === active ? 'the active' : 'the next active';
    const wrong = [
      ['sync_binlog', settings.syncBinlog] as const,
      ['innodb_flush_log_at_trx_commit', settings.flushLogAtCommit] as const,
    ].filter(([, value]) => value !== 1);
    return wrong.map(([name, value]) => ({
      id: 'durability',
      severity: 'refuse' as const,
      where: label,
      message: `${name} is ${value}: a crash of ${role} loses commits that clients were told of`,
      hint: `SET GLOBAL ${name} = 1, and put it into the option file`,
    }));
  });
}
