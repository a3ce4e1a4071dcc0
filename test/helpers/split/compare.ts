/** Holds what the splitter finds in files against what a client sends for them. */
import { ConfigError } from '../../../src/errors.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { splitSql, statementsOf } from '../../../src/sql/split.js';
import { askClient, type CommentsMode } from './ask-client.js';
import { essencesOf } from './essence.js';
import { faultMet } from './left-out.js';

export type Compared = {
  readonly equal: number;
  readonly different: readonly Difference[];
  /** By the name of the refusal, and by the name of the client's fault: how many. */
  readonly refused: ReadonlyMap<string, number>;
  readonly leftOut: ReadonlyMap<string, number>;
};

type Difference = {
  readonly text: string;
  readonly client: readonly string[];
  readonly ours: readonly string[];
};

type Read = Pair & { readonly found: readonly string[] };

type Pair = { readonly text: string; readonly forClient: string };

export async function compareWithClient(
  files: readonly Pair[],
  { image, mode }: { image: ServerImage; mode: CommentsMode },
): Promise<Compared> {
  const [refused, leftOut] = [new Map<string, number>(), new Map<string, number>()];
  const read = files.flatMap(({ text, forClient }): readonly Read[] => {
    const found = readFile(text);
    if (typeof found === 'string') return count(refused, found);
    const fault = faultMet(forClient, image.flavor, mode);
    return fault === undefined ? [{ text, forClient, found }] : count(leftOut, fault);
  });
  const sent = await askClient(
    image,
    mode,
    read.map(({ forClient }) => forClient),
  );
  const compared = read.map(({ text, found }, index) => ({
    text,
    client: essencesOf(sent[index] ?? [], mode),
    ours: essencesOf(found, mode),
  }));
  const different = compared.filter(({ client, ours }) => JSON.stringify(client) !== JSON.stringify(ours));
  return { equal: compared.length - different.length, different, refused, leftOut };
}

function count(names: Map<string, number>, name: string): readonly never[] {
  names.set(name, (names.get(name) ?? 0) + 1);
  return [];
}

/** The texts of the statements, or the name of the refusal. */
export function readFile(text: string): readonly string[] | string {
  try {
    return statementsOf(splitSql(text, 'f.sql')).map(statement => statement.text);
  } catch (error) {
    if (error instanceof ConfigError) return error.findings[0]?.id ?? error.message;
    throw error;
  }
}
