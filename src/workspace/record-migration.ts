/**
 * Runs one migration in a workspace and says what it sends. JavaScript of users runs here, against a copy without
 * rows; what a leg sends to the pair later is what was written down here.
 */
import { type Finding, ShiftError } from '../errors.js';
import type { MigrationFile } from '../migrate/files.js';
import type { MigrationSettings } from '../migrate/migration-settings.js';
import { readMigrationText } from '../migrate/read-migration.js';
import { runKnexMigration } from '../migrate/recorder.js';
import { oneLine } from '../one-line.js';
import type { Structure } from '../plan/structure.js';
import { ServerError, serverError } from '../server/server-error.js';
import { parseSqlMigration } from '../sql/migration-file.js';
import { type RecordedStatement, Recording } from './recording.js';
import type { Workspace } from './workspace.js';

export type RecordedMigration = {
  readonly file: MigrationFile;
  readonly statements: readonly RecordedStatement[];
  /** Reads or writes rows that were there before: it runs once, on the active. */
  readonly usesRows: boolean;
  /**
   * Null when everything it sends stands in `statements`. Else why the recording ended early: a script that needs
   * rows went wrong without them, and shows only when it runs what else it sends.
   */
  readonly unfinished: string | null;
  /** Why it cannot be planned; the workspace is of no use for later migrations then. */
  readonly findings: readonly Finding[];
  readonly before: Structure;
  readonly after: Structure;
};

/** Throws ConfigError for a file that cannot be loaded, ServerError when the workspace's server is lost. */
export async function recordMigration(
  workspace: Workspace,
  file: MigrationFile,
  settings: MigrationSettings,
  direction: Direction = 'up',
): Promise<RecordedMigration> {
  const recording = await Recording.open(workspace, file.name);
  const before = recording.structure;
  try {
    const run = () =>
      file.kind === 'sql'
        ? runSql(recording, file, direction)
        : runScript(recording, { file, settings, workspace, direction });
    const ending = await runToEnd({ recording, file, workspace }, run);
    const { statements, touched, structure: after } = recording;
    return { file, statements, usesRows: touched !== null, ...ending, before, after };
  } finally {
    await recording.close();
  }
}

/** `down` takes a migration back that says how. */
export type Direction = 'up' | 'down';

async function runSql(recording: Recording, { path }: MigrationFile, direction: Direction): Promise<void> {
  const parts = parseSqlMigration(await readMigrationText(path), path);
  for (const { text, line } of parts[direction] ?? []) {
    await recording.send({ sql: text, line, where: `${path}:${line}`, options: {} });
  }
}

type Script = {
  readonly file: MigrationFile;
  readonly settings: MigrationSettings;
  readonly workspace: Workspace;
  readonly direction: Direction;
};

async function runScript(
  recording: Recording,
  { file, settings, workspace, direction }: Script,
): Promise<void> {
  let line = 0;
  await runKnexMigration({
    file,
    settings,
    direction,
    session: recording.runner,
    database: workspace.schema,
    send: statement => {
      line += 1;
      return recording.send({ ...statement, line, where: `${file.path} (statement ${line})` });
    },
  });
}

type Ending = Pick<RecordedMigration, 'unfinished' | 'findings'>;

type Course = {
  readonly recording: Recording;
  readonly file: MigrationFile;
  readonly workspace: Workspace;
};

async function runToEnd({ recording, file, workspace }: Course, run: () => Promise<void>): Promise<Ending> {
  try {
    await run();
    return { unfinished: null, findings: recording.findings };
  } catch (error) {
    if (recording.findings.length > 0) return { unfinished: null, findings: recording.findings };
    if (error instanceof ShiftError) throw error;
    const { failure } = recording;
    if (failure !== null && failure.error === error) return refusedByServer(failure, workspace);
    return wentWrong(recording, file, error);
  }
}

function refusedByServer(
  { sent, error }: NonNullable<Recording['failure']>,
  { schema, database }: Workspace,
): Ending {
  const server = error instanceof ServerError ? error : serverError('workspace', error);
  if (server.errno === null) throw server;
  const finding = {
    id: 'statement-fails',
    where: sent.where,
    message: `${server.errno} ${server.serverText.replaceAll(schema, database)}: ${oneLine(sent.sql)}`,
    hint: 'nothing was changed on the pair: correct the file and run again',
  };
  return { unfinished: null, findings: [finding] };
}

/** An error of the script itself. One that has asked for rows may be lost only because there are none here. */
function wentWrong(recording: Recording, { path }: MigrationFile, error: unknown): Ending {
  const message = error instanceof Error ? error.message : String(error);
  const structural = recording.statements.some(({ kind }) => kind === 'ddl');
  if (recording.touched !== null && !structural) return { unfinished: message, findings: [] };
  const hint = 'migrations are tried on a copy without rows; nothing was changed on the pair';
  return { unfinished: null, findings: [{ id: 'migration-fails', where: path, message, hint }] };
}
