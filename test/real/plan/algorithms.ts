/**
 * What an empty copy says of a change is what the server then does to a table with rows: it takes the bound statement,
 * refuses it with every cheaper algorithm, and copies rows exactly where a copy was said.
 */
import { type Binding, bindAlgorithm } from '../../../src/plan/bind-algorithm.js';
import type { Session } from '../../../src/server/connection.js';
import { ServerError } from '../../../src/server/server-error.js';
import { readAlgorithmClauses, takesAlgorithm } from '../../../src/sql/algorithm-clauses.js';
import { type Cost, runCheapest } from '../../../src/workspace/cheapest-algorithm.js';
import { liveServer } from '../../helpers/live-server.js';
import { everyServer, flavorTest, mariadbTest, mysqlTest } from '../../helpers/server-test.js';
import type { VerdictCase } from '../../helpers/verdict-case.js';
import { verdictCases } from '../../helpers/verdict-cases.js';
import { mysqlCases } from '../../helpers/verdict-mysql-cases.js';

const live = liveServer(() => [
  "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'",
  // As in a leg: MySQL would not write a default like UUID() into a binlog (1674).
  'SET SESSION sql_log_bin = 0',
  'SET GLOBAL innodb_flush_log_at_trx_commit = 2',
]);

/** Hundreds of changes: a part of them, spread over all kinds, unless every server is asked. */
const share = everyServer ? 1 : 3;
const asked = [...new Map([...verdictCases, ...mysqlCases].map(one => [keyOf(one), one])).values()]
  .filter(({ ddl: [sql = ''], title }) => takesAlgorithm(sql) && !title.includes(' with ALL_'))
  // There would be no table to look at again.
  .filter(({ ddl: [sql = ''] }) => !sql.includes('RENAME u'))
  .filter((_, index) => index % share === 0);

for (const known of asked) {
  const only = mysqlCases.includes(known) ? 'mysql' : known.only;
  const on = only === 'mysql' ? mysqlTest : only === 'mariadb' ? mariadbTest : flavorTest;
  const sql = known.ddl[0] ?? '';
  on(`an empty copy knows the algorithm: ${known.title}`, async (t, image) => {
    const { session } = await live(image);
    await create(session, known, false);
    const said = await runCheapest(session, sql);
    await create(session, known, true);
    const choices = choicesOf(image.flavor === 'mariadb');
    for (const choice of choices.slice(
      0,
      choices.findIndex(one => isSame(one, said)),
    ))
      t.true(await refuses(session, known, choice), JSON.stringify({ said, choice }));
    const copied = await copiesRows(session, textFor(sql, said));
    t.is(copied, said.algorithm === 'COPY', JSON.stringify(said));
  });
}

function keyOf({ create, ddl }: VerdictCase): string {
  return JSON.stringify([create.filter(sql => sql.startsWith('CREATE')), ddl[0]]);
}

async function create(session: Session, { create }: VerdictCase, withRows: boolean): Promise<void> {
  await session.send('DROP TABLE IF EXISTS t, p');
  for (const sql of create) if (withRows || !sql.startsWith('INSERT')) await session.send(sql);
  const row = await session.row('SELECT COUNT(*) AS rows_there FROM t');
  if (withRows && Number(row?.rows_there) === 0) await session.send('INSERT INTO t (id) VALUES (1)');
}

function choicesOf(mariadb: boolean): readonly Binding[] {
  const algorithms = mariadb ? (['NOCOPY', 'INPLACE', 'COPY'] as const) : (['INPLACE', 'COPY'] as const);
  const others = algorithms.flatMap(algorithm => [true, false].map(online => ({ algorithm, online })));
  return [{ algorithm: 'INSTANT', online: true }, ...others];
}

function isSame(one: Binding, { algorithm, online }: Cost): boolean {
  return one.algorithm === algorithm && one.online === online;
}

/** The text that a direct batch sends; where no clause can stand, the statement as it is. */
function textFor(sql: string, { algorithm, online }: Cost): string {
  return (algorithm === null ? null : bindAlgorithm(sql, { algorithm, online })) ?? sql;
}

/** Also true where it cannot be bound, as nobody is promised anything then, and where it is taken and copies. */
async function refuses(session: Session, known: VerdictCase, choice: Binding): Promise<boolean> {
  const sql = known.ddl[0] ?? '';
  const text = bindAlgorithm(sql, choice);
  if (text === null || readAlgorithmClauses(sql).algorithm !== null) return true;
  try {
    if (!(await copiesRows(session, text))) return false;
    await create(session, known, true);
    return true;
  } catch (error) {
    if (error instanceof ServerError && [1845, 1846, 1221].includes(error.errno ?? 0)) return true;
    throw error;
  }
}

/** A copy reads every row above the storage engine, and says how many it has written. */
async function copiesRows(session: Session, sql: string): Promise<boolean> {
  const read = async () =>
    Number((await session.row("SHOW SESSION STATUS LIKE 'Handler_read_rnd_next'"))?.Value);
  const before = await read();
  const affected = await session.send(sql);
  const scanned = (await read()) - before > 1;
  if (scanned !== affected > 0) throw new Error(`${scanned} but ${affected} rows affected: ${sql}`);
  return scanned;
}
