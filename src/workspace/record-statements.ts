/** Records statements that come from no file, in the same way as a migration's. */
import { type RecordedStatement, Recording } from './recording.js';
import type { Workspace } from './workspace.js';

/** Runs them in the workspace in order, under a name for messages. Throws RefusedError and ServerError. */
export async function recordStatements(
  workspace: Workspace,
  name: string,
  texts: readonly string[],
): Promise<readonly RecordedStatement[]> {
  const recording = await Recording.open(workspace, name);
  try {
    for (const [index, sql] of texts.entries()) {
      await recording.send({ sql, line: index + 1, where: `${name} (statement ${index + 1})`, options: {} });
    }
    return recording.statements;
  } finally {
    await recording.close();
  }
}
