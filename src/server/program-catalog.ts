/**
 * Reads stored programs as their server tells them, in words that are the same on every server where the program is the
 * same: see `Definition`. SHOW CREATE is asked for each: no catalog has parameters, introducers of literals and the body
 * as they were written.
 */
import {
  type Definition,
  type Deployed,
  type ProgramId,
  type ProgramKind,
  programKey,
  programKinds,
} from '../programs/program.js';
import { quoteIdentifier } from '../sql/identifier.js';
import { offsetOfBody } from '../sql/program-head.js';
import { withPlainComment } from '../sql/routine-comment.js';
import { splitDefiner } from '../sql/split-definer.js';
import { type Answer, rowsOfEach } from './answers-of-each.js';
import { eventClauses, triggerHead } from './catalog-programs.js';
import { normaliseView } from './catalog-text.js';
import type { Row, Session } from './connection.js';
import { accessRefusals, errno } from './errno.js';
import { withReadingSession } from './reading-session.js';
import { isErrno, ServerError } from './server-error.js';

/**
 * All programs of `database`, or those of some kinds, by kind and name; triggers in the order in which they run. What
 * the account may not see at all is not among them. Throws ServerError.
 */
export function readPrograms(
  session: Session,
  database: string,
  kinds: readonly ProgramKind[] = programKinds,
): Promise<readonly Deployed[]> {
  return withReadingSession(session, database, async () => {
    const found = await Promise.all(kinds.map(kind => listings[kind](session, database)));
    return readListed(session, database, found.flat());
  });
}

/** Their names alone. */
export async function listPrograms(session: Session, database: string): Promise<readonly ProgramId[]> {
  const found = await Promise.all(programKinds.map(kind => listings[kind](session, database)));
  return found.flat().map(({ kind, name }) => ({ kind, name }));
}

/** One of them; null where there is none. */
export function readProgram(session: Session, database: string, id: ProgramId): Promise<Deployed | null> {
  return withReadingSession(session, database, async () => {
    const listed =
      id.kind !== 'trigger' && id.kind !== 'event'
        ? [{ ...id, row: {} }]
        : await listings[id.kind](session, database);
    const found = listed.filter(one => programKey(one) === programKey(id));
    const [program = null] = await readListed(session, database, found);
    return program;
  });
}

/** `row` of information_schema, where what it says is needed. */
type Listed = ProgramId & { readonly row: Row };
type List = (session: Session, database: string) => Promise<readonly Listed[]>;

const listRoutines =
  (kind: 'function' | 'procedure'): List =>
  async (session, database) => {
    const rows = await session.rows(
      `SELECT ROUTINE_NAME AS name FROM information_schema.ROUTINES
        WHERE ROUTINE_SCHEMA = ? AND ROUTINE_TYPE = ? ORDER BY ROUTINE_NAME`,
      [database, kind.toUpperCase()],
    );
    return rows.map(({ name }) => ({ kind, name: String(name), row: {} }));
  };

const listViews: List = async (session, database) => {
  const rows = await session.rows(
    `SELECT TABLE_NAME AS name FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'VIEW' ORDER BY TABLE_NAME`,
    [database],
  );
  return rows.map(({ name }) => ({ kind: 'view', name: String(name), row: {} }));
};

/** Each with the one that runs before it, for the same moment of the same table. */
const listTriggers: List = async (session, database) => {
  const rows = await session.rows(
    `SELECT * FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ?
      ORDER BY EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER`,
    [database],
  );
  return rows.map((row, index) => {
    const previous = rows[index - 1];
    const follows =
      previous !== undefined && momentOf(previous) === momentOf(row) ? previous.TRIGGER_NAME : null;
    return { kind: 'trigger', name: String(row.TRIGGER_NAME), row: { ...row, follows } };
  });
};

function momentOf({ ACTION_TIMING, EVENT_MANIPULATION, EVENT_OBJECT_TABLE }: Row): string {
  return `${ACTION_TIMING} ${EVENT_MANIPULATION} ${EVENT_OBJECT_TABLE}`;
}

const listEvents: List = async (session, database) => {
  const rows = await session.rows(
    'SELECT * FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ? ORDER BY EVENT_NAME',
    [database],
  );
  return rows.map(row => ({ kind: 'event', name: String(row.EVENT_NAME), row }));
};

const listings: Readonly<Record<ProgramKind, List>> = {
  function: listRoutines('function'),
  procedure: listRoutines('procedure'),
  view: listViews,
  trigger: listTriggers,
  event: listEvents,
};

/** Without those that are gone by now. */
async function readListed(
  session: Session,
  database: string,
  listed: readonly Listed[],
): Promise<readonly Deployed[]> {
  const statements = listed.map(
    ({ kind, name }) => `SHOW CREATE ${kind.toUpperCase()} ${quoteIdentifier(name)}`,
  );
  const answers = await rowsOfEach(session, statements);
  return listed.flatMap((one, at) => readAnswer(one, answers[at] ?? [], database) ?? []);
}

function readAnswer(listed: Listed, answer: Answer, database: string): Deployed | null {
  const { kind, name } = listed;
  if (answer instanceof ServerError) {
    if (isErrno(answer, ...gone)) return null;
    if (isErrno(answer, ...accessRefusals)) return { kind, name, hidden: true };
    throw answer;
  }
  const [shown] = answer;
  const text = shown?.[textColumn[kind]];
  if (shown === undefined || typeof text !== 'string') return { kind, name, hidden: true };
  return describe(listed, { shown, text, database });
}

const gone = [errno.noSuchTable, errno.noSuchRoutine, errno.noSuchTrigger, errno.noSuchEvent];

const textColumn: Readonly<Record<ProgramKind, string>> = {
  function: 'Create Function',
  procedure: 'Create Procedure',
  view: 'Create View',
  trigger: 'SQL Original Statement',
  event: 'Create Event',
};

type Shown = { readonly shown: Row; readonly text: string; readonly database: string };

function describe({ kind, name, row }: Listed, { shown, text, database }: Shown): Definition {
  const { create, definer } = splitDefiner(text);
  return {
    kind,
    name,
    create: canonical[kind](create, { row, database, sqlMode: String(shown.sql_mode) }),
    definer: definer ?? '',
    settings: {
      sqlMode: String(shown.sql_mode ?? ''),
      characterSet: String(shown.character_set_client),
      collation: String(shown.collation_connection),
      ...(kind === 'event' ? { timeZone: String(shown.time_zone) } : {}),
    },
  };
}

type Surroundings = { readonly row: Row; readonly database: string; readonly sqlMode: string };

const routine = (create: string, { sqlMode }: Surroundings): string =>
  sqlMode.includes('NO_BACKSLASH_ESCAPES') ? withPlainComment(create) : create;

const canonical: Readonly<Record<ProgramKind, (create: string, around: Surroundings) => string>> = {
  function: routine,
  procedure: routine,
  view: (create, { database }) => normaliseView(create, database),
  trigger: (create, { row }) => {
    const order = row.follows === null ? '' : ` FOLLOWS ${quoteIdentifier(String(row.follows))}`;
    return `${triggerHead(row)}\nFOR EACH ROW${order}\n${bodyOf(create)}`;
  },
  event: (create, { row }) => {
    const { name, schedule, starts, ends, completion, status, comment } = eventClauses(row);
    const clauses = [`ON SCHEDULE ${schedule}`, starts, ends, completion, status, comment].filter(Boolean);
    return `CREATE EVENT ${name}\n${clauses.map(clause => `  ${clause}\n`).join('')}DO\n${bodyOf(create)}`;
  },
};

function bodyOf(create: string): string {
  return create.slice(offsetOfBody(create) ?? 0);
}
