/** `dbshift procs split`: how a file will be read. Asks no server, and needs no configuration. */
import { resolve } from 'node:path';
import { readSqlFile } from '../../../run/programs/read-sql-file.js';
import { splitSql, statementsOf } from '../../../sql/split.js';
import type { Context } from '../../context.js';
import { type ExitCode, exitCodes } from '../../exit.js';
import { describeSplit } from '../../render/split.js';

export async function splitCommand({ output, cwd, json }: Context, file: string): Promise<ExitCode> {
  const text = await readSqlFile(resolve(cwd, file), file);
  const statements = statementsOf(splitSql(text, file));
  const lines = json ? [JSON.stringify(statements)] : describeSplit(statements);
  for (const line of lines) output.print(line);
  return exitCodes.done;
}
