/** What it means that a server does not prepare a statement of a program. By numbers alone. Pure. */
import { isNameLike, nameKey } from './lexemes.js';
import type { KnownNames, ProgramRule } from './program-rule.js';
import { groupByRule } from './rules/modes.js';
import { statementFails, unknownColumn, unknownFunction, unknownTable } from './rules/server.js';
import type { Trial } from './trials.js';

/** Undefined for an answer that says nothing of the program: it is about our own reading, or about rights. */
export function ruleOf(errno: number, trial: Trial): ProgramRule | undefined {
  const rule = rules.get(errno);
  if (rule === unknownColumn && trial.doubtful) return undefined;
  return grouping.has(errno) && trial.groupsByUnknown ? undefined : rule;
}

/**
 * The same for a mode in which every value must be grouped. MariaDB does not see that a key tells all other columns of
 * its row, so a statement that groups by one is passed over.
 */
export function groupingRuleOf(errno: number, trial: Trial, known: KnownNames): ProgramRule | undefined {
  if (!grouping.has(errno) || trial.groupsByUnknown || groupsByKey(trial, known)) return undefined;
  return groupByRule;
}

/** Whether its result may hang on how rows are grouped. */
export function mayGroup({ words }: Trial): boolean {
  return words.some(({ word }) => grouped.has(word));
}

const grouped = new Set(
  'GROUP COUNT SUM MIN MAX AVG GROUP_CONCAT JSON_ARRAYAGG JSON_OBJECTAGG BIT_OR BIT_AND STD STDDEV VARIANCE'.split(
    ' ',
  ),
);

/** ONLY_FULL_GROUP_BY: 1055 and 1140, of MySQL 3029 and 3065 too. */
const grouping: ReadonlySet<number> = new Set([1055, 1140, 3029, 3065]);

const fails = [1052, 1055, 1056, 1066, 1093, 1110, 1111, 1136, 1140, 1191, 1222, 1241, 1318, 3029, 3065];

/** MariaDB 10.11 and MySQL 9.7, tested. */
const rules: ReadonlyMap<number, ProgramRule> = new Map<number, ProgramRule>([
  ...fails.map(errno => [errno, statementFails] as const),
  ...[1051, 1109, 1146, 4091].map(errno => [errno, unknownTable] as const),
  [1054, unknownColumn],
  [1305, unknownFunction],
]);

function groupsByKey({ words }: Trial, { tables }: KnownNames): boolean {
  const group = words.findIndex(({ word }) => word === 'GROUP');
  if (group === -1) return false;
  const names = new Set(words.slice(group).filter(isNameLike).map(nameKey));
  const named = new Set(words.flatMap(({ query }) => query?.tables.map(({ name }) => name) ?? []));
  return [...named].some(name =>
    tables
      .get(name)
      ?.keys.some(key => key.unique && key.columns.every(column => names.has(column.toLowerCase()))),
  );
}
