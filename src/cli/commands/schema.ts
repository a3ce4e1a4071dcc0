/** `dbshift schema dump`: the pair's schema for plans without a pair. */
import { resolve } from 'node:path';
import { dumpSchema } from '../../run/schema.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes } from '../exit.js';
import { findConfig } from '../find-config.js';
import { writeOut } from '../write-out.js';

export type SchemaFlags = { readonly out?: string };

export async function schemaDump(context: Context, { out }: SchemaFlags): Promise<ExitCode> {
  const text = await dumpSchema(await findConfig(context));
  if (out === undefined) context.output.print(text.trimEnd());
  else {
    await writeOut(text, resolve(context.cwd, out));
    context.output.print(`${out} is written`);
  }
  return exitCodes.done;
}
