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

/** Runs them in the workspace in order, under a name for messages. Throws RefusedError, and what the driver throws. */
export async function recordTexts(
  workspace: Workspace,
  name: string,
  texts: readonly string[],
): Promise<RecordedTexts> {
  const recording = await Recording.open(workspace, name);
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
  return (await recordTexts(workspace, name, texts)).statements;
}
