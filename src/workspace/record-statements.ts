/** Records statements that come from no file, in the same way as a migration's. */
import type { Structure } from '../plan/structure.js';
import { type RecordedStatement, Recording } from './recording.js';
import type { Workspace } from './workspace.js';

export type RecordedTexts = {
  readonly name: string;
  readonly statements: readonly RecordedStatement[];
  readonly usesRows: boolean;
  readonly before: Structure;
  readonly after: Structure;
};

export type TextsToRecord = {
  /** For messages. */
  readonly name: string;
  readonly texts: readonly string[];
  /** The structure before them, where it has just been read. */
  readonly before?: Structure;
};

/** Runs them in the workspace in order. Throws RefusedError, and what the driver throws. */
export async function recordTexts(
  workspace: Workspace,
  { name, texts, before: known }: TextsToRecord,
): Promise<RecordedTexts> {
  const recording = await Recording.open(workspace, name, known);
  const before = recording.structure;
  try {
    for (const [index, sql] of texts.entries()) {
      await recording.send({ sql, line: index + 1, where: `${name} (statement ${index + 1})`, options: {} });
    }
    const { statements, touched, structure: after } = recording;
    return { name, statements, usesRows: touched !== null, before, after };
  } finally {
    await recording.close();
  }
}

/** The statements alone. */
export async function recordStatements(
  workspace: Workspace,
  name: string,
  texts: readonly string[],
): Promise<readonly RecordedStatement[]> {
  return (await recordTexts(workspace, { name, texts })).statements;
}
