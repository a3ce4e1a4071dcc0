/** Says in parts what a plan was made from and what it does, so that two plans can be held to each other. Pure. */
import { objectTexts } from './diff-structure.js';
import { fingerprintStructure, sha256 } from './fingerprint.js';
import type { Batch, Plan } from './plan.js';
import type { PlanParts } from './plan-parts.js';
import type { Structure } from './structure.js';
import { type Topology, topologyLines } from './topology.js';

export type PartsInput = Pick<Plan, 'database' | 'batches'> & {
  /** The files that the plan runs: pending ones, or those that it takes back; also those that are refused. */
  readonly files: readonly { readonly name: string; readonly checksum: string }[];
  /** All that was there before the first batch. */
  readonly structure: Structure;
  /** Null where no pair was asked. */
  readonly topology: Topology | null;
  /** By label of the server. */
  readonly versions: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, string>>;
};

export function makeParts(input: PartsInput): PlanParts {
  const { files, structure, topology, versions, settings } = input;
  return {
    files: Object.fromEntries(files.map(({ name, checksum }) => [name, checksum])),
    statements: digestStatements(input),
    schema: fingerprintStructure(structure),
    objects: digestObjects(structure),
    topology: topology === null ? null : topologyLines(topology),
    versions,
    settings,
  };
}

/**
 * sha256 of all that a run does with the batches, whatever the order of keys in the file that they came from. What is
 * said for people does not count: the reason of a batch tells sizes, which grow by themselves, and what verdicts ask
 * for stands in the conversions.
 */
export function digestStatements({ database, batches }: Pick<Plan, 'database' | 'batches'>): string {
  return sha256(JSON.stringify({ database, batches: batches.map(actedOn) }, withSortedKeys));
}

/** All but what is left out by name: a field that is added to a plan counts. */
function actedOn({ why: _, migrations, ...batch }: Batch): object {
  return {
    ...batch,
    migrations: migrations.map(({ statements, ...migration }) => ({
      ...migration,
      statements: statements.map(({ verdicts: _, ...statement }) => statement),
    })),
  };
}

function withSortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Enough of a digest to tell two texts of one object apart. */
const digits = 16;

function digestObjects(structure: Structure): Readonly<Record<string, string>> {
  const objects = [...objectTexts(structure)].filter(([object]) => !object.startsWith('event '));
  return Object.fromEntries(objects.map(([object, text]) => [object, sha256(text).slice(0, digits)]));
}
