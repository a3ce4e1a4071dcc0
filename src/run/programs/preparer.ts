/** Asks a server whether it would prepare statements. Nothing is executed, and nothing stays behind. */
import type { Session } from '../../server/connection.js';
import { isConnectionLost, ServerError } from '../../server/server-error.js';
import { quoteString } from '../../sql/identifier.js';

export type Refusal = { readonly errno: number; readonly text: string };

export type Preparer = {
  /** Null where it prepares it. Without a mode in that of the session. Throws where the connection is lost. */
  refusalOf(sql: string, sqlMode?: string): Promise<Refusal | null>;
};

/** Asks for equal texts once: nothing may be made or dropped meanwhile that they name. */
export function openPreparer(session: Session): Preparer {
  let current: string | null = null;
  const known = new Map<string, Refusal | null>();
  const ask: Preparer['refusalOf'] = async (sql, sqlMode) => {
    if (sqlMode !== undefined && sqlMode !== current) {
      await session.rows('SET SESSION sql_mode = ?', [sqlMode]);
      current = sqlMode;
    }
    try {
      await session.send(`PREPARE dbshift_lint FROM ${textIn(sql, sqlMode)}`);
      return null;
    } catch (error) {
      if (!(error instanceof ServerError) || isConnectionLost(error) || error.errno === null) throw error;
      return { errno: error.errno, text: error.serverText };
    }
  };
  return {
    refusalOf: async (sql, sqlMode) => {
      const key = JSON.stringify([sqlMode, sql]);
      const answer = known.get(key);
      if (answer !== undefined) return answer;
      const refusal = await ask(sql, sqlMode);
      known.set(key, refusal);
      return refusal;
    },
  };
}

function textIn(sql: string, sqlMode = ''): string {
  const isLiteral = sqlMode.split(',').includes('NO_BACKSLASH_ESCAPES');
  return isLiteral ? `'${sql.replaceAll("'", "''")}'` : quoteString(sql);
}
