/**
 * The passive of a pair whose privileged accounts are locked out of it (`super_read_only`) is opened for them while
 * programs are deployed: neither the journal nor a program could be written there. It stays closed for everybody else.
 */
import { statements } from '../../engine/statements.js';
import type { Side } from '../../pair/side.js';
import type { Run } from '../engine-ports.js';

export async function withOpenPassive<T>(run: Run, side: Side, work: () => Promise<T>): Promise<T> {
  await openPassive(run, side);
  try {
    return await work();
  } finally {
    // What has failed is told as it is; where it cannot be locked now, the record stays for the next command.
    await lockPassive(run, side).catch(() => undefined);
  }
}

/** It is written down before, so that the next command locks it again where this one dies. */
export async function openPassive({ pair, journal }: Run, side: Side): Promise<void> {
  if (!(await isLocked(pair, side))) return;
  await journal.append({ kind: 'changed', side, name: 'super-read-only', old: '1' });
  for (const sql of pair.flavor.closeWrites()) await pair.control(side).send(sql);
}

/** What this command has opened, or one that died. */
export async function lockPassive({ pair, journal, config }: Run, side: Side): Promise<void> {
  const setting = journal
    .facts()
    .changed.find(one => one.name === 'super-read-only' && one.replica === undefined);
  if (setting === undefined) return;
  const restoring = { do: 'restore-setting', setting: { ...setting, side } } as const;
  for (const { sql } of statements(restoring, pair.flavor, config.limits)) await pair.control(side).send(sql);
  await journal.append({ kind: 'restored', side, name: 'super-read-only', ofRun: setting.runId });
}

async function isLocked({ flavor, control }: Run['pair'], side: Side): Promise<boolean> {
  return flavor.readServer((await control(side).row(flavor.serverQuery)) ?? {}).superReadOnly;
}
