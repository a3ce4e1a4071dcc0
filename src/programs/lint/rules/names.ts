/** Variables that take the place of columns. */

import type { Query } from '../frames.js';
import { placedPartsOf } from '../placed-parts.js';
import type { LintedProgram, ProgramRule, Remark } from '../program-rule.js';
import { allSteps, type Variable } from '../read-program.js';
import { type Use, usesIn } from '../uses.js';

export const nameRules: readonly ProgramRule[] = [
  {
    id: 'shadowed-column',
    severity: 'error',
    why: 'inside a program the name means the variable and never the column: a condition such as ip = ip holds for every row',
    hint: 'call the variable otherwise, such as _ip, or write the table in front of the column',
    check: program => remarks(program, ({ at }) => at.clause !== 'values', shadows),
  },
  {
    id: 'named-like-column',
    severity: 'warning',
    why: 'where a row is inserted the variable is meant, but the first condition that names both means the variable twice',
    hint: 'call the variable otherwise, such as _ip',
    check: program => remarks(program, ({ at }) => at.clause === 'values', isNamedLike),
  },
];

type Describe = (variable: Variable, table: string) => Pick<Remark, 'message' | 'hint'>;

/** Once for each variable in a statement. */
function remarks(
  program: LintedProgram,
  isMeant: (use: Use) => boolean,
  describe: Describe,
): readonly Remark[] {
  return allSteps(program.reading.steps).flatMap(step => {
    const seen = new Set<Variable>();
    return placedPartsOf(step).flatMap(placed => {
      const withs = new Set(
        placed.filter(({ clause }) => clause === 'with').map(({ raw }) => raw.toLowerCase()),
      );
      return usesIn(placed, step.block).uses.flatMap(use => {
        const table = isMeant(use) && !seen.has(use.variable) ? tableOf(use, program, withs) : undefined;
        if (table === undefined) return [];
        seen.add(use.variable);
        return [{ at: use.at.start, variable: use.variable.name, ...describe(use.variable, table) }];
      });
    });
  });
}

/** The table whose column could be meant: of the query that the name stands in, or of one around it. */
function tableOf(
  { at, variable }: Use,
  { known }: LintedProgram,
  withs: ReadonlySet<string>,
): string | undefined {
  for (let query: Query | null = at.query; query !== null; query = query.outer) {
    const found = query.tables.find(
      ({ schema, name }) =>
        (schema === null ? !withs.has(name) : schema === known.database) &&
        known.columns.get(name)?.has(variable.name.toLowerCase()),
    );
    if (found !== undefined) return found.name;
  }
  return undefined;
}

const roles = { parameter: 'parameter', variable: 'variable', record: 'variable' } as const;

const shadows: Describe = ({ name, role }, table) => ({
  message: `${name} is the ${roles[role]} here, not the column ${table}.${name}`,
  hint: `call the ${roles[role]} otherwise, such as _${name}; where the column is meant, ${table}.${name} says so`,
});

const isNamedLike: Describe = ({ name, role }, table) => ({
  message: `the ${roles[role]} ${name} has the name of a column of ${table}`,
  hint: `call the ${roles[role]} otherwise, such as _${name}`,
});
