/** What one statement of a program file is for. */
import { classifyStatement } from '../sql/classify.js';
import { openReader } from '../sql/reader.js';
import type { Problem } from '../sql/source.js';
import { splitDefiner } from '../sql/split-definer.js';
import { isSometimesSkipped, unwrapHead, wrappingsOf } from '../sql/unwrap-head.js';
import { declareSettings } from './declare-settings.js';
import { definerProblem } from './definer-problem.js';
import { readEventTimes } from './event-times.js';
import { nameProblem } from './name-problem.js';
import { type ProgramDefaults, type ProgramId, type ProgramSettings, programKinds } from './program.js';
import { type ProgramCreate, readCreate } from './read-create.js';
import {
  MOVING_TIME,
  otherSchema,
  refuseStatement,
  SOMETIMES_SKIPPED,
  WITHOUT_BODY,
} from './refuse-statement.js';
import { textProblem } from './text-problem.js';

export type FileStatement =
  | { readonly kind: 'program'; readonly program: MadeProgram }
  | { readonly kind: 'settings'; readonly settings: ProgramSettings }
  | { readonly kind: 'drop'; readonly programs: readonly ProgramId[] }
  | { readonly kind: 'use' }
  /** With the program that it would make, where it is one that cannot be made so. */
  | { readonly kind: 'refused'; readonly problem: Problem; readonly program?: ProgramId };

export type MadeProgram = ProgramId & {
  readonly create: string;
  /** Null where the file names nobody. */
  readonly definer: string | null;
};

export type Surroundings = {
  readonly database: string;
  /** Those in force. */
  readonly settings: ProgramSettings;
  readonly defaults: ProgramDefaults;
};

export function readStatement(sql: string, surroundings: Surroundings): FileStatement {
  const { database, settings, defaults } = surroundings;
  const wrapped = readCreate(sql);
  if (wrapped !== undefined) return readProgram(sql, wrapped, surroundings);
  const classified = classifyStatement(sql);
  if (classified.kind === 'use')
    return classified.schema === database
      ? { kind: 'use' }
      : refused(otherSchema(classified.schema, database));
  if (classified.kind === 'session') {
    const { assignments } = classified;
    const declared = declareSettings({ sql, assignments }, settings, defaults);
    return 'id' in declared ? refused(declared) : { kind: 'settings', settings: declared };
  }
  return readDrop(sql, classified, database) ?? refused(refuseStatement(sql, classified));
}

function readProgram(sql: string, wrapped: ProgramCreate, surroundings: Surroundings): FileStatement {
  const { database, settings } = surroundings;
  const wrappings = wrappingsOf(sql, wrapped.headEnd);
  if (wrappings.some(isSometimesSkipped))
    return {
      kind: 'refused',
      problem: SOMETIMES_SKIPPED,
      program: { kind: wrapped.kind, name: wrapped.name },
    };
  const unwrapped = wrappings.length === 0 ? sql : unwrapHead(sql, wrapped.headEnd);
  const split = splitDefiner(unwrapped);
  const { kind, name, schemas, hasBody, create } = readCreate(split.create) ?? wrapped;
  const other = schemas.find(schema => schema !== database);
  const problem =
    (other === undefined ? nameProblem(name) : otherSchema(other, database)) ??
    definerProblem(unwrapped, split) ??
    (hasBody ? textProblem(create, settings) : WITHOUT_BODY) ??
    (kind === 'event' && readEventTimes(create).moving ? MOVING_TIME : undefined);
  if (problem !== undefined) return { kind: 'refused', problem, program: { kind, name } };
  return { kind: 'program', program: { kind, name, create, definer: lowerHost(split.definer) } };
}

/** Servers keep hosts in lower case (all three, tested). */
function lowerHost(definer: string | null): string | null {
  return definer?.replace(/@[^@]*$/, host => host.toLowerCase()) ?? null;
}

/** `DROP … IF EXISTS` of programs; without these words a file could be run only where the program is. */
function readDrop(
  sql: string,
  classified: ReturnType<typeof classifyStatement>,
  database: string,
): FileStatement | undefined {
  const reader = openReader(sql);
  const kind = reader.accept('DROP') ? reader.take().word.toLowerCase() : '';
  if (classified.kind !== 'ddl' || !isKind(kind) || !reader.accept('IF', 'EXISTS')) return undefined;
  const other = classified.names.find(({ schema = database }) => schema !== database);
  if (other?.schema !== undefined) return refused(otherSchema(other.schema, database));
  return { kind: 'drop', programs: classified.names.map(({ name }) => ({ kind, name })) };
}

function isKind(word: string): word is ProgramId['kind'] {
  return (programKinds as readonly string[]).includes(word);
}

function refused(problem: Problem): FileStatement {
  return { kind: 'refused', problem };
}
