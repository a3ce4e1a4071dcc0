/** The way back that a migration itself describes. */
import { isDeepStrictEqual } from 'node:util';
import type { Structure } from '../../structure.js';
import { eachMigration, type LintRule } from '../lint-rule.js';
import type { LintedMigration } from '../linted-migration.js';
import { lossRules } from './loss.js';
import { partitionRules } from './partitions.js';

export const downMissing: LintRule = {
  id: 'down-missing',
  severity: 'note',
  why: '`dbshift migrate --down` cannot take it back',
  hint: 'write what undoes it: behind a line `-- down`, or as a function `down`',
  onlyForward: true,
  check: eachMigration(({ name, down }) =>
    down === 'missing' ? [{ subject: name, message: 'does not say how it is taken back' }] : [],
  ),
};

export const downLossy: LintRule = {
  id: 'down-lossy',
  severity: 'warning',
  why: 'after `dbshift migrate --down` the database is not what it was before the migration',
  hint: 'make `down` undo all that `up` does; values that `up` loses are in a backup only',
  onlyForward: true,
  check: eachMigration(migration => [...differences(migration), ...lostForGood(migration)]),
};

export const downRules: readonly LintRule[] = [downMissing, downLossy];

/** What is not as it was when the way back was tried in the workspace. */
function differences({ name, before, down }: LintedMigration) {
  if (down === 'fails') return [{ subject: name, message: '`down` fails in the workspace' }];
  if (typeof down === 'string') return [];
  return changedObjects(before, down).map(subject => ({
    subject,
    message: `\`down\` leaves ${subject} other than it was`,
  }));
}

function changedObjects(one: Structure, other: Structure): readonly string[] {
  const tables = Object.keys({ ...one.tables, ...other.tables }).filter(
    name => one.tables[name]?.create !== other.tables[name]?.create,
  );
  const others = Object.keys({ ...one.others, ...other.others }).filter(
    key => !isDeepStrictEqual(one.others[key], other.others[key]),
  );
  return [...tables, ...others].sort();
}

/** A `down` makes a column or a table again, but not what was in it. */
function lostForGood(migration: LintedMigration) {
  if (migration.down === 'missing') return [];
  const losses = [...lossRules, ...partitionRules].filter(({ severity }) => severity === 'error');
  const subjects = losses.flatMap(({ check }) => check([migration]).map(({ subject }) => subject));
  return [...new Set(subjects)].map(subject => ({
    subject,
    message: `\`down\` cannot bring back the values of ${subject}`,
  }));
}
