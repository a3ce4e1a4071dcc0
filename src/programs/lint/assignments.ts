/** What a step puts where: SET, SELECT … INTO, and the default of a declaration. */
import type { Lexeme } from '../../sql/reader.js';
import { nameKey, splitAtCommas } from './lexemes.js';
import { placeStep } from './placed.js';
import type { Step } from './read-program.js';

export type Assignment = {
  /** In lower case: a variable, or `@name` of the session; `''` where it is something else. */
  readonly target: string;
  readonly value: readonly Lexeme[];
};

export function assignmentsOf(step: Step): readonly Assignment[] {
  if (step.into !== undefined) return step.into.map(target => ({ target, value: step.lexemes }));
  if (step.kind !== 'sql') return [];
  if (step.lexemes[0]?.word === 'SET') return setAssignments(step.lexemes);
  return intoAssignments(step);
}

/** Forms of SET that assign no values of expressions. */
const otherSets = new Set(
  'TRANSACTION NAMES CHARACTER CHARSET PASSWORD ROLE DEFAULT STATEMENT RESOURCE'.split(' '),
);
const scopes = new Set('SESSION LOCAL GLOBAL PERSIST PERSIST_ONLY'.split(' '));

/** Values of system variables may be plain words (`ON`), and are left out. */
function setAssignments([, ...lexemes]: readonly Lexeme[]): readonly Assignment[] {
  const second = scopes.has(lexemes[0]?.word ?? '') ? lexemes[1] : lexemes[0];
  if (otherSets.has(second?.word ?? '')) return [];
  return splitAtCommas(lexemes).flatMap(part => {
    const equals = part.findIndex(({ raw }) => raw === '=');
    const target = part.slice(0, part[equals - 1]?.raw === ':' ? equals - 1 : equals);
    if (equals < 1 || target[1]?.raw === '@' || scopes.has(target[0]?.word ?? '')) return [];
    return [{ target: targetName(target), value: part.slice(equals + 1) }];
  });
}

function targetName(lexemes: readonly Lexeme[]): string {
  const [first, second] = lexemes;
  if (lexemes.length === 1 && first !== undefined) return nameKey(first);
  if (lexemes.length === 2 && first?.raw === '@' && second !== undefined) return `@${nameKey(second)}`;
  return '';
}

/** Item by item where their numbers are equal, else each may hold any. */
function intoAssignments(step: Step): readonly Assignment[] {
  const placed = placeStep(step);
  const into = placed.filter(({ clause, word }) => clause === 'into' && word !== 'INTO');
  if (into.length === 0) return [];
  const first = placed.find(({ clause }) => clause === 'select');
  const within = placed.filter(({ query }) => query === first?.query);
  const from = placed.findIndex(({ clause }) => clause === 'select');
  const to = placed.findIndex(({ clause, direct }, at) => at > from && direct && clause !== 'select');
  const items = splitAtCommas(placed.slice(from + 1, to === -1 ? placed.length : to));
  const targets = splitAtCommas(into).map(targetName);
  return targets.map((target, at) => ({
    target,
    value: items.length === targets.length ? (items[at] ?? []) : within,
  }));
}
