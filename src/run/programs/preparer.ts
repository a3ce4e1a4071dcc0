/** Asks a server whether it would prepare statements. Nothing is executed, and nothing stays behind. */
import { refusalsOfEach } from '../../server/answers-of-each.js';
import type { Session } from '../../server/connection.js';
import type { ServerError } from '../../server/server-error.js';
import { quoteString } from '../../sql/identifier.js';

export type Refusal = { readonly errno: number; readonly text: string };

export type Preparer = {
  /** Null where it prepares it. Without a mode in that of the session. Throws where the connection is lost. */
  refusalOf(sql: string, sqlMode?: string): Promise<Refusal | null>;
  /** Asks for many in one go that `refusalOf` will be asked for. Throws like that. */
  foresee(texts: readonly string[], sqlMode: string): Promise<void>;
};

/** Asks for equal texts once: nothing may be made or dropped meanwhile that they name. */
export function openPreparer(session: Session): Preparer {
  let current: string | null = null;
  const known = new Map<string, Refusal | null>();
  const foresee = async (texts: readonly string[], sqlMode?: string): Promise<void> => {
    const unknown = [...new Set(texts)].filter(sql => !known.has(keyOf(sql, sqlMode)));
    if (unknown.length === 0) return;
    if (sqlMode !== undefined && sqlMode !== current) {
      await session.rows('SET SESSION sql_mode = ?', [sqlMode]);
      current = sqlMode;
    }
    const refusals = await refusalsOfEach(
      session,
      unknown.map(sql => `PREPARE dbshift_lint FROM ${textIn(sql, sqlMode)}`),
    );
    for (const [at, sql] of unknown.entries())
      known.set(keyOf(sql, sqlMode), refusalIn(refusals[at] ?? null));
  };
  return {
    foresee,
    refusalOf: async (sql, sqlMode) => {
      await foresee([sql], sqlMode);
      return known.get(keyOf(sql, sqlMode)) ?? null;
    },
  };
}

function keyOf(sql: string, sqlMode?: string): string {
  return JSON.stringify([sqlMode, sql]);
}

function refusalIn(error: ServerError | null): Refusal | null {
  return error === null || error.errno === null ? null : { errno: error.errno, text: error.serverText };
}

function textIn(sql: string, sqlMode = ''): string {
  const isLiteral = sqlMode.split(',').includes('NO_BACKSLASH_ESCAPES');
  return isLiteral ? `'${sql.replaceAll("'", "''")}'` : quoteString(sql);
}
