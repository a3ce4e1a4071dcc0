/** The setting without which a server does not tell how far a DDL is (MySQL). Changed for the time of the run. */
import type { Flavor } from '../flavor/flavor.js';
import type { Journal } from '../journal/journal.js';
import type { Place } from '../pair/side.js';
import type { Session } from '../server/connection.js';
import { errno } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';

export type SwitchDeps = { readonly flavor: Flavor; readonly journal: Journal };

/** Where the account may not see or change it, a DDL runs without its progress. */
export async function switchOnDdlProgress(deps: SwitchDeps, place: Place, control: Session): Promise<void> {
  const { flavor, journal } = deps;
  const found = flavor.ddlProgressSwitch;
  if (found === null) return;
  const old = await unlessDenied(control.row<{ value: string }>(found.query));
  if (old === undefined || old.value === found.on) return;
  await journal.append({ kind: 'changed', ...place, name: 'ddl-progress', old: old.value });
  if ((await unlessDenied(control.send(found.set(found.on)))) !== undefined) return;
  const ofRun = journal.facts().intent?.runId ?? '';
  await journal.append({ kind: 'restored', ...place, name: 'ddl-progress', ofRun });
}

async function unlessDenied<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: unknown) => {
    if (isErrno(error, errno.tableAccessDenied)) return undefined;
    throw error;
  });
}
