/**
 * Names all that the answer of a survey of programs hangs on, so that what was found unchanged once need not be compiled
 * again: the files, and what both servers have. How a program is read by a server hangs on nothing else. Pure.
 */
import { sha256 } from '../plan/fingerprint.js';
import type { Structure } from '../plan/structure.js';
import { schemaNames } from '../sql/schema-names.js';
import { type Definition, type Deployed, isHidden, programKey, type Wanted } from './program.js';

/** Both in sha256, in hex. */
export type SurveyProof = {
  /** Of what the files want. Where it is another, something may have changed. */
  readonly files: string;
  /** Of that and of the servers. */
  readonly all: string;
};

/** What the servers have beside programs. */
export type SurveyGround = {
  /** Of a server of which nothing else decides how a program is read: flavor, series, settings. */
  readonly live: unknown;
  readonly structure: Structure;
};

/** Where programs stand in files, and how they are laid out around their statements, is no part of it. */
export function nameFiles(wanted: readonly Wanted[]): string {
  return sha256(
    wanted.map(({ kind, name, create, definer, settings }) => [kind, name, create, definer, settings]),
  );
}

/**
 * Null where nobody can say what all it hangs on: for a program that the account may not see, and for a view that reads
 * what another database has.
 */
export function proveSurvey(
  files: string,
  { live, structure }: SurveyGround,
  deployed: readonly [active: readonly Deployed[], passive: readonly Deployed[]],
): SurveyProof | null {
  if (deployed.flat().some(one => isHidden(one) || readsElsewhere(one))) return null;
  const tables = Object.values(structure.tables).map(({ name, create }) => [name, create]);
  const others = Object.entries(structure.others).filter(([key]) => !isProgram(key));
  const programs = deployed.map(side => side.map(one => [programKey(one), inOrder(one)]).sort(byName));
  return { files, all: sha256([files, live, tables.sort(byName), others.sort(byName), programs]) };
}

/** The server's own words name only what lies in another database with its schema. */
function readsElsewhere({ kind, create }: Definition): boolean {
  return kind === 'view' && schemaNames(create).length > 0;
}

/** These are among the deployed, with more than a structure says of them. */
function isProgram(key: string): boolean {
  return /^(?:view|trigger|event):/.test(key);
}

/** One that was read and one that was made up have their parts in different orders. */
function inOrder(program: Deployed): readonly unknown[] {
  if (isHidden(program)) return [];
  const { create, definer, settings } = program;
  const { sqlMode, characterSet, collation, timeZone } = settings;
  return [create, definer, sqlMode, characterSet, collation, timeZone];
}

function byName([a]: readonly unknown[], [b]: readonly unknown[]): number {
  const [one, other] = [String(a), String(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}
