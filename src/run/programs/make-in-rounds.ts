/** Makes programs of which some need others: those that fail are tried again as long as each round makes one. */
import { withEventStatus } from '../../programs/event-clauses.js';
import type { ProgramSettings, Wanted } from '../../programs/program.js';
import type { Session } from '../../server/connection.js';
import { ServerError } from '../../server/server-error.js';

export type Making = {
  /** In the order in which they could be made. */
  readonly made: readonly Wanted[];
  /** With the server's own words. */
  readonly refused: readonly { readonly wanted: Wanted; readonly why: string }[];
};

/**
 * In the session's default database and in its account's name; its settings are put back. Throws ServerError when the
 * server is lost.
 * `helpers`: sessions like it, which make some at the same time: for programs of which none needs another. Whoever opened
 * them closes them.
 */
export async function makeInRounds(
  session: Session,
  wanted: readonly Wanted[],
  helpers: readonly Session[] = [],
): Promise<Making> {
  const before = await session.row(
    `SELECT @@SESSION.sql_mode AS sqlMode, @@SESSION.character_set_client AS characterSet,
            @@SESSION.collation_connection AS collation, @@SESSION.time_zone AS timeZone`,
  );
  try {
    return await makeAll([session, ...helpers].map(maker), wanted);
  } finally {
    if (before !== undefined && session.isOpen()) await applySettings(session, before as ProgramSettings);
  }
}

/** Answers why the server refuses it, or null. */
type Make = (wanted: Wanted) => Promise<string | null>;

async function makeAll(makers: readonly Make[], wanted: readonly Wanted[]): Promise<Making> {
  const made: Wanted[] = [];
  for (let left = wanted; ; ) {
    const refused: Making['refused'][number][] = [];
    for (const { one, why } of await makeEach(makers, left)) {
      if (why === null) made.push(one);
      else refused.push({ wanted: one, why });
    }
    if (refused.length === 0 || refused.length === left.length) return { made, refused };
    left = refused.map(each => each.wanted);
  }
}

type Made = { readonly one: Wanted; readonly why: string | null };

/** Each maker takes the next one as soon as it is done. */
async function makeEach(makers: readonly Make[], wanted: readonly Wanted[]): Promise<readonly Made[]> {
  const answers: Made[] = [];
  const queue = wanted.entries();
  const work = makers.map(async make => {
    for (const [at, one] of queue) answers[at] = { one, why: await make(one) };
  });
  await Promise.all(work);
  return answers;
}

/** Programs of one file, and most often all of them, have the same settings. */
function maker(session: Session): Make {
  let applied = '';
  return async ({ kind, create, settings }) => {
    // What an event states is printed as it is stated, in any zone; here names of zones may be unknown.
    const wanted = { ...settings, timeZone: '+00:00' };
    try {
      if (applied !== JSON.stringify(wanted)) await applySettings(session, wanted);
      applied = JSON.stringify(wanted);
      // An event of a workspace must not run: on the passive its rows would even be binlogged.
      await session.send(kind === 'event' ? withEventStatus(create, 'DISABLE') : create);
      return null;
    } catch (error) {
      if (error instanceof ServerError && error.errno !== null) return error.serverText;
      throw error;
    }
  };
}

function applySettings(session: Session, settings: ProgramSettings): Promise<unknown> {
  const { sqlMode, characterSet, collation, timeZone } = settings;
  return session.rows(
    'SET SESSION sql_mode = ?, character_set_client = ?, collation_connection = ?, time_zone = ?',
    [sqlMode, characterSet, collation, timeZone],
  );
}
