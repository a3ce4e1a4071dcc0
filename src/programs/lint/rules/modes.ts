/** What means something else in another sql_mode: where the program is made again in one, it does something else. */
import type { Lexeme } from '../../../sql/reader.js';
import type { LintedProgram, ProgramRule, Remark } from '../program-rule.js';
import { allSteps, type Step, verbOf } from '../read-program.js';

/** Judged by a server. */
export const groupByRule: ProgramRule = {
  id: 'mode-group-by',
  severity: 'warning',
  why: 'which row a value is taken from is open, and with ONLY_FULL_GROUP_BY the statement is refused',
  hint: 'group by the column as well, or say which value: MIN(), MAX(), ANY_VALUE()',
};

export const modeRules: readonly ProgramRule[] = [
  {
    id: 'mode-pipes',
    severity: 'warning',
    why: '|| joins texts with PIPES_AS_CONCAT, and means OR without it',
    hint: 'write CONCAT() or OR',
    check: atEach(({ reading, has }) =>
      reading.lexemes.filter(isPipes).map(({ start }) => ({
        at: start,
        message: `|| ${has('PIPES_AS_CONCAT') ? 'joins texts' : 'means OR'} in the declared mode`,
      })),
    ),
  },
  {
    id: 'mode-quotes',
    severity: 'warning',
    why: 'what stands in double quotes is a name with ANSI_QUOTES, and a text without it',
    hint: 'write texts in single quotes, and names in backticks',
    check: atEach(({ reading }) =>
      reading.lexemes
        .filter(({ raw }) => raw.startsWith('"'))
        .map(({ start, raw }) => ({ at: start, message: `${raw} stands in double quotes` })),
    ),
  },
  {
    id: 'mode-zero-date',
    severity: 'warning',
    why: 'with NO_ZERO_DATE and NO_ZERO_IN_DATE in a strict mode such a date is refused',
    hint: 'write NULL where there is no date',
    check: atEach(({ reading }) =>
      reading.lexemes
        .filter(isZeroDate)
        .map(({ start, raw }) => ({ at: start, message: `${raw} is no date` })),
    ),
  },
  {
    id: 'mode-not-strict',
    severity: 'warning',
    why: 'values that do not fit are cut or made 0 in silence, and in a strict mode the same statement fails',
    hint: 'declare STRICT_TRANS_TABLES in `programs.sqlMode`',
    check: atEach(({ steps, has }) =>
      has('STRICT_TRANS_TABLES') || has('STRICT_ALL_TABLES')
        ? []
        : steps
            .filter(writes)
            .map(step => ({ at: startOf(step), message: 'writes rows in a mode that is not strict' })),
    ),
  },
  {
    id: 'mode-division',
    severity: 'warning',
    why: 'a division by zero is NULL in silence without ERROR_FOR_DIVISION_BY_ZERO, and fails with it',
    hint: 'divide by NULLIF(…, 0), or declare ERROR_FOR_DIVISION_BY_ZERO in `programs.sqlMode`',
    check: atEach(({ steps, has }) =>
      has('ERROR_FOR_DIVISION_BY_ZERO')
        ? []
        : steps
            .filter(writes)
            .flatMap(({ lexemes }) => lexemes.filter((_, at) => divides(lexemes, at)))
            .map(({ start }) => ({ at: start, message: 'writes what a division gives' })),
    ),
  },
  {
    id: 'mode-set-inside',
    severity: 'warning',
    why: 'half of the program runs in one mode and half in another, and its text was read in the first',
    hint: 'declare the mode in `programs.sqlMode`, for the whole program',
    check: atEach(({ steps }) =>
      steps.filter(setsMode).map(step => ({ at: startOf(step), message: 'sets sql_mode while it runs' })),
    ),
  },
  groupByRule,
];

type Seen = Pick<LintedProgram, 'reading'> & {
  readonly steps: readonly Step[];
  readonly has: (mode: string) => boolean;
};

/** Of many places the first, with their number. */
function atEach(find: (seen: Seen) => readonly Remark[]): NonNullable<ProgramRule['check']> {
  return ({ reading, wanted }) => {
    const modes = wanted.settings.sqlMode.split(',');
    const [first, ...more] = find({
      reading,
      steps: allSteps(reading.steps),
      has: mode => modes.includes(mode),
    });
    if (first === undefined) return [];
    const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
    return [{ ...first, message: `${first.message}${others}` }];
  };
}

function startOf({ lexemes }: Step): number {
  return lexemes[0]?.start ?? 0;
}

function writes(step: Step): boolean {
  return step.kind === 'sql' && ['INSERT', 'UPDATE', 'REPLACE'].includes(verbOf(step));
}

function isPipes({ raw, start }: Lexeme, index: number, all: readonly Lexeme[]): boolean {
  const next = all[index + 1];
  return raw === '|' && next?.raw === '|' && next.start === start + 1;
}

function isZeroDate({ kind, raw }: Lexeme): boolean {
  return kind === 'string' && /^.(?:0000-\d\d-\d\d|\d{4}-00-\d\d|\d{4}-\d\d-00)/u.test(raw);
}

/** By something that may be zero. */
function divides(lexemes: readonly Lexeme[], at: number): boolean {
  const [symbol, divisor] = [lexemes[at], lexemes[at + 1]];
  const isDivision =
    symbol?.raw === '/' || symbol?.raw === '%' || symbol?.word === 'DIV' || symbol?.word === 'MOD';
  return isDivision && divisor !== undefined && divisor.word !== 'NULLIF' && !/^[1-9]/u.test(divisor.raw);
}

function setsMode({ kind, lexemes }: Step): boolean {
  const isSet = ({ raw }: Lexeme, at: number) =>
    raw.toLowerCase() === 'sql_mode' && (lexemes[at + 1]?.raw === '=' || lexemes[at + 1]?.raw === ':');
  return kind === 'sql' && lexemes[0]?.word === 'SET' && lexemes.some(isSet);
}
