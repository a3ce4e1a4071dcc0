/**
 * Every table is InnoDB. MEMORY tables empty themselves on a restart and write that to the binlog of a read-only
 * server (MariaDB 10.11, tested); others know no transaction, so a crash leaves half a statement on one side, and
 * rows cannot be compared while they change.
 */
import type { PreflightFinding } from '../finding.js';
import { eachSide, type PairFacts } from '../pair-facts.js';

export function engines(pair: PairFacts): readonly PreflightFinding[] {
  return eachSide(pair, ({ label, foreignEngines }) =>
    foreignEngines.map(({ table, engine }) => ({
      id: 'engines',
      severity: 'refuse',
      where: label,
      message: `table ${pair.database}.${table} is ${engine}, which ${reason(engine)}`,
      hint: `ALTER TABLE ${pair.database}.${table} ENGINE = InnoDB on the active`,
    })),
  );
}

function reason(engine: string): string {
  return engine === 'MEMORY'
    ? 'is emptied by a restart, on each server by itself'
    : 'has no transactions, so the two sides can part in a crash';
}
