/** The versions of each program, counted from what deploys wrote down. Pure. */
import { createHash } from 'node:crypto';
import type { Deploy, DeployCommand } from './deploy-record.js';
import { isAlike } from './place-triggers.js';
import { type Definition, type ProgramId, programKey, programTitle } from './program.js';
import { isSame } from './same-definition.js';

export type ProgramVersion = ProgramId & {
  /** From 1, for each program. */
  readonly version: number;
  /** UTC, as in the table. */
  readonly at: string;
  /** Who deployed it; null: a deploy found it there, made by other means. */
  readonly by: string | null;
  readonly how: DeployCommand | 'found';
  /** The first 12 digits of a SHA-256 of all of it; null: in this version there is no such program. */
  readonly digest: string | null;
  readonly definition: Definition | null;
};

type Step = Pick<ProgramVersion, 'at' | 'by' | 'how' | 'definition'>;

/** Oldest first. What was put back is no version. */
export function programVersions(deploys: readonly Deploy[]): readonly ProgramVersion[] {
  const last = new Map<string, ProgramVersion>();
  const versions: ProgramVersion[] = [];
  const add = ({ kind, name }: ProgramId, step: Step): void => {
    const key = programKey({ kind, name });
    const known = last.get(key);
    const found = step.how === 'found';
    // Its place changes when another trigger comes or goes.
    if (found && isAlike(known?.definition, step.definition)) return;
    const version = {
      kind,
      name,
      version: 1 + (known?.version ?? 0),
      digest: digestOf(step.definition),
      ...step,
    };
    last.set(key, version);
    versions.push(version);
  };
  for (const deploy of deploys.filter(({ outcome }) => outcome === 'done')) {
    const { at, by, command, active, kept = [] } = deploy;
    // Nobody knows what became of one that was left as it was found.
    for (const { before, after, ...id } of deploy.changes.filter(one => !kept.includes(programTitle(one)))) {
      add(id, { at, by: null, how: 'found', definition: before[active] });
      // One that was put right on the passive alone is no new version.
      if (!isSame(before[active], after)) add(id, { at, by, how: command, definition: after });
    }
  }
  return versions;
}

export function digestOf(definition: Definition | null): string | null {
  if (definition === null) return null;
  const { create, definer, settings } = definition;
  const { sqlMode, characterSet, collation, timeZone = null } = settings;
  const whole = JSON.stringify([create, definer, sqlMode, characterSet, collation, timeZone]);
  return createHash('sha256').update(whole).digest('hex').slice(0, 12);
}
