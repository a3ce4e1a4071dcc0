/**
 * Reads a file of stored programs, written as the mysql client would read it: CREATE statements, and in front of them
 * what they need (DROP … IF EXISTS, USE, SET). Pure. Judges no body; the server does.
 */
import { ConfigError, type Finding } from '../errors.js';
import type { Problem } from '../sql/source.js';
import { type Statement, splitSql, statementsOf } from '../sql/split.js';
import { type ProgramDefaults, type ProgramId, programKey, programTitle, type Wanted } from './program.js';
import { readStatement } from './read-statement.js';

export type FileOptions = { readonly database: string; readonly defaults: ProgramDefaults };

/**
 * @param file for messages, and in the programs
 * @throws ConfigError with a finding for each statement that may not stand there, and for a file without a program
 */
export function parseProgramFile(text: string, file: string, options: FileOptions): readonly Wanted[] {
  const { wanted, findings } = judgeProgramFile(text, file, options);
  const [first] = findings;
  if (first === undefined) return wanted;
  const hint = first.hint === undefined ? {} : { hint: first.hint };
  throw findings.length === 1
    ? new ConfigError(`${first.where}: ${first.message}`, { ...hint, findings })
    : new ConfigError(`${file} has ${findings.length} problems`, { findings });
}

export type JudgedFile = { readonly wanted: readonly Wanted[]; readonly findings: readonly Finding[] };

/** The same for whoever has more files to judge. Throws ConfigError for a text that cannot be split. */
export function judgeProgramFile(text: string, file: string, options: FileOptions): JudgedFile {
  const { database, defaults } = options;
  const wanted: Wanted[] = [];
  const drops: Drop[] = [];
  const findings: Finding[] = [];
  let { settings } = defaults;
  for (const statement of statementsOf(splitSql(text, file))) {
    const read = readStatement(statement.text, { database, settings, defaults });
    if (read.kind === 'refused') findings.push(findingAt(file, statement, read.problem));
    if (read.kind === 'settings') settings = read.settings;
    if (read.kind === 'drop') drops.push(...read.programs.map(program => ({ program, statement })));
    if (read.kind !== 'program') continue;
    const { kind, name, create, definer } = read.program;
    const { line, column } = statement;
    const of = { file, line, column, text: statement.text };
    wanted.push({ kind, name, ...of, create, definer: definer ?? defaults.definer, settings });
  }
  findings.push(...strayDrops(file, drops, wanted));
  if (findings.length === 0 && wanted.length === 0) findings.push({ where: file, ...NO_PROGRAM });
  return { wanted, findings };
}

type Drop = { readonly program: ProgramId; readonly statement: Statement };

/** A program that is dropped behind its CREATE, or not made at all, is not what a file may ask for. */
function strayDrops(file: string, drops: readonly Drop[], wanted: readonly Wanted[]): readonly Finding[] {
  return drops
    .filter(({ program, statement }) => {
      const made = wanted.find(other => programKey(other) === programKey(program));
      return made === undefined || isBehind(statement, made);
    })
    .map(({ program, statement }) => findingAt(file, statement, strayDrop(program)));
}

type Place = Pick<Statement, 'line' | 'column'>;

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
