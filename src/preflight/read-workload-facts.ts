/** What runs on a server now, and in which engines the tables are. */
import type { Flavor } from '../flavor/flavor.js';
import type { Row, Session } from '../server/connection.js';
import { preflightOf } from './flavor-preflight.js';
import { rowsIfAllowed } from './rows-if-allowed.js';
import type { OpenTransaction, PreflightFacts } from './server-facts.js';
import { statementHead } from './statement-head.js';

type WorkloadFacts = Pick<PreflightFacts, 'transactions' | 'preparedXa' | 'foreignEngines'>;

export async function readWorkloadFacts(
  session: Session,
  flavor: Flavor,
  database: string,
): Promise<WorkloadFacts> {
  const [transactions, preparedXa, engines] = await Promise.all([
    rowsIfAllowed(session, transactionsQuery(flavor)),
    rowsIfAllowed(session, preflightOf(flavor).preparedXaQuery),
    session.rows(
      `SELECT TABLE_NAME AS name, ENGINE AS engine FROM information_schema.TABLES
  WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE' AND ENGINE <> 'InnoDB' ORDER BY TABLE_NAME`,
      [database],
    ),
  ]);
  return {
    transactions: transactions?.map(transactionOf) ?? null,
    preparedXa: preparedXa?.map(row => String(row.data)) ?? null,
    foreignEngines: engines.map(row => ({ table: String(row.name), engine: String(row.engine) })),
  };
}

/** Without the applier's own: a transaction that is being replicated is nobody's to end. */
const transactionsQuery = ({
  processlist,
}: Flavor) => `SELECT p.ID AS thread, p.USER AS user, p.HOST AS host, t.trx_rows_modified AS modified,
  TIMESTAMPDIFF(SECOND, t.trx_started, NOW()) AS seconds, t.trx_query AS statement
FROM information_schema.INNODB_TRX t JOIN ${processlist} p ON p.ID = t.trx_mysql_thread_id
WHERE p.USER <> 'system user'`;

function transactionOf(row: Row): OpenTransaction {
  return {
    thread: Number(row.thread),
    user: String(row.user),
    host: String(row.host),
    ageSeconds: Number(row.seconds),
    rowsModified: Number(row.modified),
    statement: typeof row.statement === 'string' ? statementHead(row.statement) : null,
  };
}
