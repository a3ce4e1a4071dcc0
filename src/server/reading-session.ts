/** A session as catalogs are read in. */
import { quoteIdentifier } from '../sql/identifier.js';
import type { Session } from './connection.js';

/**
 * SHOW CREATE prints according to the default database, to `sql_quote_show_create` and to ANSI modes of the
 * session, and a migration may have set any of them: read with known ones, then put them back.
 */
export async function withReadingSession<T>(
  session: Session,
  database: string,
  read: () => Promise<T>,
): Promise<T> {
  const settings = await session.row(
    'SELECT DATABASE() AS db, @@SESSION.sql_mode AS mode, @@SESSION.sql_quote_show_create AS quoted',
  );
  const { db, mode, quoted } = settings ?? {};
  const plain = Number(quoted) === 1 && !/ANSI|ORACLE|NO_\w+_OPTIONS/.test(String(mode));
  if (db !== database) await session.send(`USE ${quoteIdentifier(database)}`);
  if (!plain) await session.send("SET SESSION sql_mode = '', sql_quote_show_create = 1");
  try {
    return await read();
  } finally {
    if (!plain) {
      await session.rows('SET SESSION sql_mode = ?, sql_quote_show_create = ?', [mode, Number(quoted)]);
    }
    if (typeof db === 'string' && db !== database) await session.send(`USE ${quoteIdentifier(db)}`);
  }
}
