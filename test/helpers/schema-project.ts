/** A project without a pair, whose plans are made from a schema file of a database without tables. */
import type { ExecutionContext } from 'ava';
import { schemaText } from '../../src/run/schema-file.js';
import { readOriginal } from '../../src/workspace/original.js';
import type { LiveServer } from './live-server.js';
import { procsProject } from './procs-project.js';
import { basis, nothingRecorded } from './schema-basis.js';

/** Called with `schema.json`. */
export const planArgs = ['plan', '--schema', 'schema.json'] as const;

export async function schemaProject(
  t: ExecutionContext,
  { session }: LiveServer,
  files: Readonly<Record<string, string>>,
  more = '',
): Promise<string> {
  const original = await readOriginal(session, 'app');
  const recorded = { a: nothingRecorded, b: nothingRecorded };
  const text = schemaText({ recorded, basis: { ...basis, original } });
  return procsProject(t, { 'schema.json': text, ...files }, more);
}
