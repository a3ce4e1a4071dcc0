/** CALL of what is not there, or with another number of arguments: MariaDB says so only when the program runs. */
import { bareName, isNameLike, nameKey, splitAtCommas } from '../lexemes.js';
import { argumentsOf } from '../placed-parts.js';
import type { LintedProgram, ProgramRule, Remark } from '../program-rule.js';
import { allSteps, type Step, verbOf } from '../read-program.js';

export const callRules: readonly ProgramRule[] = [
  {
    id: 'unknown-procedure',
    severity: 'error',
    why: 'the call fails when the program comes to it (1305)',
    hint: 'deploy it together with this one, or name one that is there',
    check: program =>
      callsOf(program).flatMap(({ at, name, parameters }) =>
        parameters === undefined ? [{ at, message: `there is no procedure ${name}` }] : [],
      ),
  },
  {
    id: 'wrong-arguments',
    severity: 'error',
    why: 'the call fails when the program comes to it (1318)',
    hint: 'give it as many arguments as it has parameters',
    check: program =>
      callsOf(program).flatMap(({ at, name, count, parameters }) =>
        parameters === undefined || parameters === count
          ? []
          : [{ at, message: `${name} takes ${parameters} arguments, and gets ${count}` }],
      ),
  },
];

type Call = Pick<Remark, 'at'> & {
  readonly name: string;
  readonly count: number;
  /** Undefined where there is no such procedure. */
  readonly parameters: number | undefined;
};

/** Within the database: of others nobody knows what they have. */
function callsOf({ reading, known }: LintedProgram): readonly Call[] {
  return allSteps(reading.steps).flatMap(step => {
    if (step.kind !== 'sql' || verbOf(step) !== 'CALL') return [];
    const name = nameOf(step, known.database);
    if (name === undefined) return [];
    const count = splitAtCommas(argumentsOf(step.lexemes)).length;
    const parameters = known.procedures.get(nameKey(name));
    return [{ at: step.lexemes[0]?.start ?? 0, name: bareName(name), count, parameters }];
  });
}

function nameOf({ lexemes }: Step, database: string) {
  const [, first, dot, second] = lexemes;
  if (first === undefined || !isNameLike(first)) return undefined;
  if (dot?.raw !== '.') return first;
  return nameKey(first) === database ? second : undefined;
}
