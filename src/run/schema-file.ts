/**
 * A pair's schema as a file: all that a plan needs of a pair, and no row, account or password. Its digest makes sure
 * that what is read is what was dumped: a file that was edited, merged or cut is refused, never half understood.
 */
import { readFile } from 'node:fs/promises';
import { ConfigError } from '../errors.js';
import type { Recorded } from '../migrate/recorded.js';
import type { Side } from '../pair/side.js';
import { sha256 } from '../plan/fingerprint.js';
import type { PlanBasis, PlanSource } from './plan-source.js';

/** Grows whenever `PlanBasis` or `Recorded` changes: a file of another version is dumped anew. */
export const schemaFileVersion = 1;

const form = 'dbshift-schema';

type Content = {
  readonly recorded: Readonly<Record<Side, Recorded>>;
  readonly basis: PlanBasis;
};

type SchemaFile = {
  readonly form: typeof form;
  readonly version: number;
  /** sha256 of the content. */
  readonly digest: string;
  readonly content: Content;
};

/** The same pair gives the same text, so that a repository shows what changed. */
export function schemaText(content: Content): string {
  const file: SchemaFile = { form, version: schemaFileVersion, digest: sha256(content), content };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/** A plan's source that is a file. Throws ConfigError that says what is wrong with it, and what to do. */
export async function fileSource(path: string, database: string): Promise<PlanSource> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(`${path} cannot be read (${error.code})`, { cause: error, hint: dumpAnew });
  });
  const { recorded, basis } = parseSchema(text, path);
  if (basis.database !== database)
    throw new ConfigError(`${path} is of database ${basis.database}, the configuration is for ${database}`, {
      hint: dumpAnew,
    });
  return {
    kind: 'file',
    labels: null,
    recorded,
    read: async () => basis,
    ask: async () => null,
    deniedPrograms: async () => [],
    readPrograms: async () => {
      throw new ConfigError('a schema file does not have the stored programs of the servers', {
        hint: 'plan them where the pair can be reached: `dbshift plan --with-procs` without --schema',
      });
    },
    passive: null,
  };
}

const dumpAnew = 'write it with `dbshift schema dump --out FILE`, where the pair can be reached';

/** Pure. Throws ConfigError. */
export function parseSchema(text: string, path: string): Content {
  const refuse = (why: string) => new ConfigError(`${path} ${why}`, { hint: dumpAnew });
  const file = parseJson(text);
  if (file === null || file.form !== form) throw refuse('is no schema file of dbshift');
  if (file.version !== schemaFileVersion)
    throw refuse(`is a schema file of version ${file.version}; this dbshift reads ${schemaFileVersion}`);
  if (file.content === undefined || file.digest !== sha256(file.content))
    throw refuse('is not as it was dumped: it was edited, merged or cut');
  return file.content;
}

function parseJson(text: string): Partial<SchemaFile> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
