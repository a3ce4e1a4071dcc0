/** Statements that are put together from what a caller gives. */
import type { Lexeme } from '../../../sql/reader.js';
import { assignmentsOf } from '../assignments.js';
import { isNameLike, nameKey } from '../lexemes.js';
import type { ProgramRule } from '../program-rule.js';
import { allSteps, type Block, type ProgramReading, type Step } from '../read-program.js';

export const dynamicSql: ProgramRule = {
  id: 'dynamic-sql',
  severity: 'warning',
  why: 'whoever calls it can make the text do something else, with the rights of the program',
  hint: 'write ? in the text and give values with USING; put what must stand in the text through QUOTE()',
  check: ({ reading }) => {
    const made = allSteps(reading.steps).flatMap(step => {
      const text = preparedText(step);
      return text === undefined ? [] : [{ step, text }];
    });
    if (made.length === 0) return [];
    const given = givenNames(reading);
    return made.flatMap(({ step, text }) => {
      const name = foreignName(text, given);
      if (name === undefined) return [];
      return [
        {
          at: step.lexemes[0]?.start ?? 0,
          message: `the statement is made from ${name}, as the caller gives it`,
        },
      ];
    });
  },
};

/** Of PREPARE and EXECUTE IMMEDIATE, what makes the text. */
function preparedText({ lexemes }: Step): readonly Lexeme[] | undefined {
  const [first, second, third] = lexemes;
  if (first?.word === 'EXECUTE' && second?.word === 'IMMEDIATE') {
    const using = lexemes.findIndex(({ word }) => word === 'USING');
    return lexemes.slice(2, using === -1 ? lexemes.length : using);
  }
  return first?.word === 'PREPARE' && third?.word === 'FROM' ? lexemes.slice(3) : undefined;
}

/** Parameters that hold text, and all that gets something of them; in lower case. */
function givenNames({ steps }: ProgramReading): ReadonlySet<string> {
  const assignments = allSteps(steps).flatMap(assignmentsOf);
  const given = new Set(allSteps(steps).flatMap(({ block }) => parametersSeen(block)));
  for (let before = -1; before < given.size; ) {
    before = given.size;
    for (const { target, value } of assignments) if (foreignName(value, given)) given.add(target);
  }
  return given;
}

function parametersSeen({ variables, outer }: Block): readonly string[] {
  const own = variables
    .filter(({ role, type }) => role === 'parameter' && holdsText.test(type))
    .map(({ name }) => name.toLowerCase());
  return outer === null ? own : [...own, ...parametersSeen(outer)];
}

/** Numbers and dates cannot carry a statement. */
const holdsText = /CHAR|TEXT|BLOB|BINARY|^(?:ENUM|SET|JSON|LONG|NATIONAL)$/u;

/** The first name of these outside of QUOTE(), as it is written. */
function foreignName(lexemes: readonly Lexeme[], given: ReadonlySet<string>): string | undefined {
  let quoted = 0;
  for (const [index, lexeme] of lexemes.entries()) {
    const before = lexemes[index - 1];
    if (lexeme.raw === '(' && (quoted > 0 || before?.word === 'QUOTE')) quoted++;
    if (lexeme.raw === ')' && quoted > 0) quoted--;
    if (quoted > 0 || !isNameLike(lexeme) || lexemes[index + 1]?.raw === '(') continue;
    const name = before?.raw === '@' ? `@${nameKey(lexeme)}` : nameKey(lexeme);
    if (given.has(name)) return name;
  }
  return undefined;
}
