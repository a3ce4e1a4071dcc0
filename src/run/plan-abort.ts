/**
 * The plan of an abort: one leg of the passive alone, from where it stands to the structure of the active, proved on a
 * copy before anything is sent. Reads the pair; a scratch schema on the passive may serve as workspace.
 */
import { BlockedError } from '../errors.js';
import { readRecorded } from '../migrate/recorded.js';
import { recordedNames } from '../migrate/recorded-names.js';
import { recordAgain } from '../migrate/records-back.js';
import type { Side } from '../pair/side.js';
import type { View } from '../pair/view.js';
import { changedParts } from '../plan/changed-parts.js';
import { fingerprintStructure, sha256 } from '../plan/fingerprint.js';
import type { Batch, Plan, PlannedStatement } from '../plan/plan.js';
import type { Structure } from '../plan/structure.js';
import { wayBack } from '../plan/way-back/way-back.js';
import type { PlannedProgram } from '../programs/planned-program.js';
import { structureApart, takenBack } from '../programs/structure-with-programs.js';
import { readStructure } from '../server/catalog.js';
import type { Session } from '../server/connection.js';
import { readRoutines } from '../workspace/read-routines.js';
import type { RecordedStatement } from '../workspace/recording.js';
import { assertMayCopy, swapStatement } from './copy-table.js';
import type { Run } from './engine-ports.js';
import { proveWayBack, rebuild, wayBackName } from './prove-way-back.js';

/** What is to be taken back, and on which side a scratch schema may be made for the proof. */
export type TakenBack = {
  readonly batch: Batch;
  /** Programs that are made behind it, and are not on the passive until then. */
  readonly later: readonly PlannedProgram[];
  readonly scratchOn: Side;
};

/** Throws BlockedError where the passive has lost what no statement brings back, or the way back cannot be proved. */
export async function planAbort(
  run: Run,
  view: View,
  { batch: aborted, later, scratchOn }: TakenBack,
): Promise<Plan> {
  const { database } = run.config;
  const [active, passive] = [run.pair.control(view.active), run.pair.control(view.passive)];
  const whole = await readStructure(active, database);
  const old = structureApart(whole, later);
  // Stored programs are brought back before the leg: see `take-programs-back.ts`.
  const now = takenBack(await readStructure(passive, database), old, aborted.programs ?? []);
  // A replica below would have to get its copy from there too; an applier with an error comes to no point of a copy.
  const mayCopy = view.replicas.length === 0 && view.passiveApplier !== 'broken' && later.length === 0;
  const back = wayBack(now, old, mayCopy);
  const impossible = [...back.impossible, ...(await linkedFromElsewhere(passive, database, back.copies))];
  if (impossible.length > 0) throw lost(view, impossible);
  if (back.copies.length > 0) await assertMayCopy(passive);
  const copies = back.copies.map((table, at) =>
    copied(back.copies.slice(0, at + 1), { table, now, old, aborted, database }),
  );
  const routines = await readRoutines(active, database);
  const proposal = { texts: back.statements, copies: back.copies, now, old, routines, scratchOn };
  const statements = await proveWayBack(run, view.passive, proposal);
  const { takesBack, givesBack, rows } = await compareRecords(run, active, passive);
  const structureAfter = fingerprintStructure(old);
  const tables = [...aborted.tables, ...back.copies, ...statements.flatMap(statement => statement.tables)];
  const batch: Batch = {
    strategy: 'flip',
    oneLeg: true,
    why: whyBack(view, back.copies),
    migrations: [
      {
        name: wayBackName,
        kind: 'sql',
        checksum: '',
        takesBack,
        givesBack,
        statements: [
          ...copies,
          ...statements.map(planned),
          ...rows.map((sql, at) => ({ ...row(sql, at), structureAfter })),
        ],
      },
    ],
    conversions: [],
    // Compared row by row at the end: those that were changed to and fro, also where no trace of it is left.
    tables: [...new Set(tables)].filter(name => name in old.tables).sort(),
    structureBefore: fingerprintStructure(now),
    structureAfter: fingerprintStructure(whole),
    ...(later.length === 0 ? {} : { programs: later, apart: structureAfter }),
  };
  const batches = [batch];
  return {
    fingerprint: sha256([fingerprintStructure(now), batches]),
    database,
    batches,
    refusals: [],
    ...changedParts(now, whole),
  };
}

/** Foreign keys of other databases follow a table that gets another name. */
async function linkedFromElsewhere(
  session: Session,
  database: string,
  copies: readonly string[],
): Promise<readonly string[]> {
  if (copies.length === 0) return [];
  const rows = await session.rows<{ to: string; by: string }>(
    `SELECT DISTINCT REFERENCED_TABLE_NAME AS \`to\`, CONCAT(TABLE_SCHEMA, '.', TABLE_NAME) AS \`by\`
     FROM information_schema.KEY_COLUMN_USAGE
     WHERE REFERENCED_TABLE_SCHEMA = ? AND TABLE_SCHEMA <> ? AND REFERENCED_TABLE_NAME IN (?)`,
    [database, database, copies],
  );
  return rows.map(
    ({ to, by }) => `${to} lost values, and the foreign key of ${by} keeps it from being copied`,
  );
}

function whyBack({ active, passive }: View, copies: readonly string[]): string {
  const fetched = copies.length === 0 ? '' : `; ${copies.join(', ')} lost values and is copied from there`;
  return `${active} has none of it, ${passive} is to look like it again${fetched}`;
}

type Copied = {
  readonly table: string;
  readonly now: Structure;
  readonly old: Structure;
  readonly aborted: Batch;
  readonly database: string;
};

/** The swap of one copy, behind those of the tables before it. */
function copied(soFar: readonly string[], { table, now, old, aborted, database }: Copied): PlannedStatement {
  const replaced = Object.values(old.tables).filter(({ name }) => soFar.includes(name));
  const tables = { ...now.tables, ...Object.fromEntries(replaced.map(each => [each.name, each])) };
  return {
    ...{ sql: swapStatement(database, table), file: wayBackName, line: soFar.length, kind: 'ddl' },
    ...{ tables: [table], algorithm: null, online: false, verdicts: [] },
    structureAfter: fingerprintStructure({ ...now, tables }),
    copies: { table, conversions: aborted.conversions },
  };
}

function planned({
  after,
  sql,
  file,
  line,
  kind,
  tables,
  algorithm,
  online,
}: RecordedStatement): PlannedStatement {
  const structureAfter = fingerprintStructure(after);
  return { sql, file, line, kind, tables, algorithm, online, verdicts: [], structureAfter };
}

function row(sql: string, at: number): Omit<PlannedStatement, 'structureAfter'> {
  const place = { file: wayBackName, line: at + 1 };
  return { sql, ...place, kind: 'rows', tables: [], algorithm: null, online: true, verdicts: [] };
}

type Records = {
  readonly takesBack: readonly string[];
  readonly givesBack: readonly string[];
  /** Statements that record again what the active has, with its numbers and times. */
  readonly rows: readonly string[];
};

async function compareRecords(
  { config, settings }: Run,
  active: Session,
  passive: Session,
): Promise<Records> {
  const theirs = await readRecorded(active, config.database, settings);
  const has = recordedNames(theirs, settings);
  const names = recordedNames(await readRecorded(passive, config.database, settings), settings);
  const givesBack = [...has].filter(name => !names.has(name)).sort();
  return {
    takesBack: [...names].filter(name => !has.has(name)).sort(),
    givesBack,
    rows: givesBack.flatMap(name => recordAgain(name, theirs, settings)),
  };
}

function lost({ active, passive }: View, what: readonly string[]): BlockedError {
  return new BlockedError(`${passive} has lost what no statement brings back, so nothing was sent`, {
    findings: what.map(message => ({ id: 'lost', where: passive, message })),
    hint: rebuild(active, passive),
  });
}
