/** A person's word for single programs of a deploy that cannot be put back: they stay as they are. */
import type { Deploy, DeployEnding } from '../../programs/deploy-record.js';
import { programKey, programTitle } from '../../programs/program.js';
import { selectPrograms } from './select-programs.js';

export type Kept = {
  /** Without them. */
  readonly deploy: Deploy;
  /** As it is written down; empty for none. */
  readonly kept: Pick<DeployEnding, 'kept'>;
};

/** Throws UsageError for a name that the deploy does not have. */
export function keepPrograms(deploy: Deploy, names: readonly string[]): Kept {
  if (names.length === 0) return { deploy, kept: {} };
  const chosen = selectPrograms(deploy.changes, names);
  const keys = new Set(chosen.map(programKey));
  return {
    deploy: { ...deploy, changes: deploy.changes.filter(change => !keys.has(programKey(change))) },
    kept: { kept: chosen.map(programTitle) },
  };
}
