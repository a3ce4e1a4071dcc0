/** The passive has nothing that the active has not: such transactions are lost or stop replication later. */
import { otherSide } from '../../pair/side.js';
import type { PreflightFinding } from '../finding.js';
import { activeSide, type PairFacts } from '../pair-facts.js';

export function errantTransactions(pair: PairFacts): readonly PreflightFinding[] {
  const side = activeSide(pair);
  if (side === null) return [];
  const active = pair[side];
  const passive = pair[otherSide(side)];
  const errant = passive.executed.first.minus(active.executed.last);
  if (errant.isEmpty) return [];
  return [
    {
      id: 'errant-transactions',
      severity: 'refuse',
      where: passive.label,
      message: `has transactions that ${active.label} does not have: ${errant}`,
      hint: 'look at them with mariadb-binlog or mysqlbinlog; let them replicate to the active, or rebuild the passive',
    },
  ];
}
