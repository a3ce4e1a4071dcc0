/** Old transactions on the active: what they have written is refused at COMMIT once the server is closed for writes. */
import type { PreflightFinding } from '../finding.js';
import { activeSide, type PairFacts } from '../pair-facts.js';
import type { OpenTransaction } from '../server-facts.js';

export function longTransactions(pair: PairFacts): readonly PreflightFinding[] {
  const side = activeSide(pair);
  if (side === null) return [];
  const { label, transactions } = pair[side];
  return (transactions ?? [])
    .filter(({ ageSeconds }) => ageSeconds * 1000 > pair.limits.longTransactionMs)
    .map(transaction => ({
      id: 'long-transactions',
      severity: transaction.rowsModified > 0 ? 'refuse' : 'warn',
      where: label,
      message: describe(transaction),
      hint: `wait for it, or end it with KILL ${transaction.thread}`,
    }));
}

function describe({ thread, user, host, ageSeconds, rowsModified, statement }: OpenTransaction): string {
  const done = rowsModified > 0 ? `has changed ${rowsModified} rows` : 'has only read';
  const now = statement === null ? 'is idle' : `runs: ${statement}`;
  return `transaction of thread ${thread} (${user} from ${host}) is open for ${ageSeconds} s, ${done} and ${now}`;
}
