/** Programs for tests of lint that need no server. */

import { parseProgram } from '../../../src/programs/lint/parse-program.js';
import type { KnownNames, LintedProgram, Remark } from '../../../src/programs/lint/program-rule.js';
import type { ProgramReading } from '../../../src/programs/lint/read-program.js';
import { programRules } from '../../../src/programs/lint/rules.js';
import type { ProgramKind } from '../../../src/programs/program.js';
import { structure } from '../structures.js';

export function read(text: string, kind: ProgramKind = 'procedure', sqlMode = strict): ProgramReading {
  return parseProgram({ kind, text, sqlMode });
}

export const strict = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO';

/** Tables by their columns. */
export function knowing(tables: Readonly<Record<string, readonly string[]>>): KnownNames {
  return {
    database: 'app',
    columns: new Map(Object.entries(tables).map(([name, columns]) => [name, new Set(columns)])),
    tables: new Map(Object.entries(structure().tables)),
    procedures: new Map([['known', 2]]),
  };
}

export type Judged = {
  readonly text: string;
  readonly kind?: ProgramKind;
  readonly sqlMode?: string;
  readonly definer?: string | null;
  readonly known?: KnownNames;
};

/** What one rule says. */
export function remarksOf(id: string, program: Judged): readonly Remark[] {
  const rule = programRules.find(one => one.id === id);
  if (rule?.check === undefined) throw new Error(`no rule ${id} that needs no server`);
  return rule.check(linted(program));
}

/** The words at which it says something. */
export function wordsOf(id: string, program: Judged): readonly string[] {
  return remarksOf(id, program).map(({ at }) => /^(?:[\w$]+|\S)/u.exec(program.text.slice(at))?.[0] ?? '');
}

export function linted({
  text,
  kind = 'procedure',
  sqlMode = strict,
  definer = 'a@b',
  known,
}: Judged): LintedProgram {
  const settings = { sqlMode, characterSet: 'utf8mb4', collation: 'utf8mb4_general_ci' };
  const of = { file: 'a.sql', line: 1, column: 1, text, create: text, definer, settings };
  return {
    wanted: { kind, name: 'p', ...of },
    reading: read(text, kind, sqlMode),
    known: known ?? knowing({ t: ['id', 'n', 'ip'], u: ['id', 'tid', 's'] }),
  };
}
