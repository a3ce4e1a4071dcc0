/** Sends the statements of one program after the other, and their settings only where they are others than before. */
import { resetProgramSession } from '../../programs/program-statements.js';
import type { Session } from '../../server/connection.js';

export type ProgramSender = {
  /** For what is no statement of a program: in its own settings only behind `reset`. */
  readonly session: Session;
  /** Of `statementsFor`. Throws ServerError. */
  send(sql: string): Promise<void>;
  /** Brings the session's own settings back, where they were changed. */
  reset(): Promise<void>;
};

/** Whoever opens it resets it: most often all programs of a deploy have the same settings. */
export function openProgramSender(session: Session): ProgramSender {
  // Empty: some that nobody knows.
  let inForce: string | null = null;
  const reset = async (): Promise<void> => {
    if (inForce === null || !session.isOpen()) return;
    for (const sql of resetProgramSession) await session.send(sql);
    inForce = null;
  };
  const set = async (sql: string): Promise<void> => {
    // A zone that only the one before had is not left in force.
    await reset();
    inForce = '';
    await session.send(sql);
    inForce = sql;
  };
  return {
    session,
    send: async sql => {
      if (!sql.startsWith('SET ')) await session.send(sql);
      else if (sql !== inForce) await set(sql);
    },
    reset,
  };
}
