/**
 * Reads a file of stored programs, written as the mysql client would read it: CREATE statements, and in front of them
 * what they need (DROP … IF EXISTS, USE, SET). Pure. Judges no body; the server does.
 */
import type { Finding } from '../errors.js';
import { inOrder, type Problem, refusalOf } from '../sql/source.js';
import { judgeSql, type Statement, statementsOf } from '../sql/split.js';
import { type ProgramDefaults, type ProgramId, programKey, programTitle, type Wanted } from './program.js';
import { type FileStatement, type MadeProgram, readStatement } from './read-statement.js';

export type FileOptions = { readonly database: string; readonly defaults: ProgramDefaults };

/**
 * @param file for messages, and in the programs
 * @throws ConfigError with a finding for each statement that may not stand there, and for a file without a program
 */
export function parseProgramFile(text: string, file: string, options: FileOptions): readonly Wanted[] {
  const { wanted, findings } = judgeProgramFile(text, file, options);
  if (findings.length > 0) throw refusalOf(file, findings);
  return wanted;
}

export type JudgedFile = { readonly wanted: readonly Wanted[]; readonly findings: readonly Finding[] };

/** The same for whoever has more files to judge. */
export function judgeProgramFile(text: string, file: string, options: FileOptions): JudgedFile {
  const { database, defaults } = options;
  const wanted: Wanted[] = [];
  const seen: Seen = { made: [], drops: [] };
  const { pieces, findings: unread, whole } = judgeSql(text, file);
  const findings = [...unread];
  let { settings } = defaults;
  for (const statement of statementsOf(pieces)) {
    const read = readStatement(statement.text, { database, settings, defaults });
    if (read.kind === 'refused') findings.push(findingAt(file, statement, read.problem));
    if (read.kind === 'settings') settings = read.settings;
    if (read.kind === 'program')
      wanted.push(wantedOf({ ...read.program, statement, file, settings }, defaults));
    note(seen, read, statement);
  }
  // Behind what ends the reading stands what nobody knows.
  if (whole) findings.push(...strayDrops(file, seen));
  if (findings.length === 0 && wanted.length === 0) findings.push({ where: file, ...NO_PROGRAM });
  return { wanted, findings: inOrder(findings) };
}

type Made = MadeProgram & Pick<Wanted, 'file' | 'settings'> & { readonly statement: Statement };

function wantedOf({ statement, definer, ...program }: Made, defaults: ProgramDefaults): Wanted {
  const { line, column, text } = statement;
  return { ...program, line, column, text, definer: definer ?? defaults.definer };
}

type Place = Pick<Statement, 'line' | 'column'>;
type Placed = Place & { readonly program: ProgramId };

/** What a file makes, whether or not it may be so, and what it drops. */
type Seen = { readonly made: Placed[]; readonly drops: Placed[] };

function note({ made, drops }: Seen, read: FileStatement, { line, column }: Statement): void {
  const program = read.kind === 'program' || read.kind === 'refused' ? read.program : undefined;
  if (program !== undefined) made.push({ program, line, column });
  if (read.kind === 'drop') drops.push(...read.programs.map(one => ({ program: one, line, column })));
}

/** A program that is dropped behind its CREATE, or not made at all, is not what a file may ask for. */
function strayDrops(file: string, { made, drops }: Seen): readonly Finding[] {
  // Of a name that is made twice the first.
  const first = new Map([...made].reverse().map(one => [programKey(one.program), one]));
  return drops
    .filter(drop => {
      const other = first.get(programKey(drop.program));
      return other === undefined || isBehind(drop, other);
    })
    .map(drop => findingAt(file, drop, strayDrop(drop.program)));
}

function isBehind(one: Place, other: Place): boolean {
  return one.line === other.line ? one.column > other.column : one.line > other.line;
}

function findingAt(file: string, { line, column }: Place, { id, message, hint }: Problem): Finding {
  return { id, where: `${file}:${line}:${column}`, message, hint };
}

function strayDrop(program: ProgramId): Problem {
  return {
    id: 'stray-drop',
    message: `${programTitle(program)} is dropped, and not made behind that.`,
    hint: 'Remove it. A program that no file has is dropped by dbshift procs deploy --prune.',
  };
}

const NO_PROGRAM: Problem = {
  id: 'no-program',
  message: 'The file makes no stored program.',
  hint: 'Write the CREATE of one, or remove the file.',
};
