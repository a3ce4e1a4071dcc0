/**
 * The table of lint: every rule with its words. An `error` is data that is gone for good, and refuses the plan until
 * it is accepted by name. `docs/lint.md` shows the same rows.
 */
import type { LintRule } from './lint-rule.js';
import { applicationRules } from './rules/application.js';
import { downRules } from './rules/downs.js';
import { keyRules } from './rules/keys.js';
import { lossRules } from './rules/loss.js';
import { mergeAlters } from './rules/merge-alters.js';
import { namesLeaveDatabase } from './rules/names-leave-database.js';
import { partitionRules } from './rules/partitions.js';
import { storageRules } from './rules/storage.js';
import { breaksStoredCode } from './rules/stored-code.js';
import { zeroDate } from './rules/zero-date.js';

export const rules: readonly LintRule[] = [
  ...lossRules,
  ...partitionRules,
  ...applicationRules,
  breaksStoredCode,
  zeroDate,
  ...keyRules,
  ...storageRules,
  mergeAlters,
  ...downRules,
  namesLeaveDatabase,
];

/** Of an acceptance that accepts nothing: it has no check, because no configuration can accept it. */
export const unusedAcceptance = {
  id: 'acceptance-unused',
  severity: 'note',
  why: 'what is accepted beforehand is not looked at again when it comes back',
  hint: 'delete the entry',
} as const;
