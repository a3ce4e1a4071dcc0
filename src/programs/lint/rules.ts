/**
 * The table of lint of stored programs: every rule with its words. An `error` keeps a deploy from beginning until it is
 * accepted by name. `docs/procs-lint.md` shows the same rows.
 */
import type { ProgramRule } from './program-rule.js';
import { callRules } from './rules/calls.js';
import { definerRules } from './rules/definers.js';
import { dynamicSql } from './rules/dynamic-sql.js';
import { modeRules } from './rules/modes.js';
import { nameRules } from './rules/names.js';
import { selectThenInsert } from './rules/select-then-insert.js';
import { serverRules } from './rules/server.js';
import { transactionWithoutHandler } from './rules/transactions.js';

export const programRules: readonly ProgramRule[] = [
  ...nameRules,
  ...serverRules,
  ...callRules,
  ...definerRules,
  dynamicSql,
  transactionWithoutHandler,
  selectThenInsert,
  ...modeRules,
];
