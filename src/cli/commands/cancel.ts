/** `dbshift cancel`: ends the DDL of the open run, and says what is left as it was. */
import { oneLine } from '../../one-line.js';
import { type Cancelled, cancelDdl } from '../../run/cancel.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes } from '../exit.js';
import { findConfig } from '../find-config.js';

export async function cancelCommand(context: Context): Promise<ExitCode> {
  const { output, json } = context;
  const result = await cancelDdl(await findConfig(context));
  const { runId, statements } = result;
  if (json) output.print(JSON.stringify(result));
  else for (const line of [...statements.map(lineOf), nextLine(runId)]) output.print(line);
  return statements.some(({ outcome }) => outcome === 'cancelled') ? exitCodes.done : exitCodes.person;
}

function lineOf({ server, statement, outcome }: Cancelled): string {
  const sql = oneLine(statement, 120);
  return outcome === 'cancelled'
    ? `cancelled on ${server}, its table is as it was: ${sql}`
    : `not cancelled on ${server}, it had finished just before: ${sql}`;
}

function nextLine(runId: string): string {
  return `→ run ${runId} is still open, and its runner ends: \`dbshift migrate\` goes on, and sends again what was cancelled`;
}
