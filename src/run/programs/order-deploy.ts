/** What a deploy has to do, with everything asked that may keep it from beginning. Reads only. */
import { RefusedError } from '../../errors.js';
import { type Side, sides } from '../../pair/side.js';
import type { DeployCommand, RecordedChange } from '../../programs/deploy-record.js';
import { foldedWarnings } from '../../programs/lint/lint-refusals.js';
import { orderChanges } from '../../programs/order-changes.js';
import { programKey } from '../../programs/program.js';
import { statementsFor } from '../../programs/program-statements.js';
import type { RoutineGrant } from '../../programs/routine-grant.js';
import { isSame } from '../../programs/same-definition.js';
import { readOwnAccount } from '../../server/own-account.js';
import { readRoutineGrants } from '../../server/routine-grants.js';
import { demandSession } from '../demand-session.js';
import { deniedChanges } from '../denied-programs.js';
import type { DeployEvent } from './deploy-event.js';
import type { Steady } from './deploying.js';
import { findUnmakeable } from './find-unmakeable.js';
import { refuseHidden } from './refuse-hidden.js';
import { refuseLint } from './refuse-lint.js';
import { refuseNoFiles } from './refuse-no-files.js';
import { refuseOver } from './refuse-over.js';
import { refusePassing } from './refuse-passing.js';
import { refuseUnequalGrants, refuseUnequalTables, refuseUnequalTriggers } from './refuse-unequal.js';
import { type Survey, survey } from './survey.js';

export type Wish = {
  /** Only these programs; all for none. */
  readonly names: readonly string[];
  /** Drop what no file has. */
  readonly prune: boolean;
  /** As `SurveyOptions` has them. */
  readonly mayUsePassive: boolean;
  readonly stop: AbortSignal;
};

export type OrderedDeploy = { readonly changes: readonly RecordedChange[]; readonly surveyed: Survey };

/** Throws RefusedError with what keeps it from beginning, and as `survey` does. */
export async function* orderDeploy(steady: Steady, wish: Wish): AsyncGenerator<DeployEvent, OrderedDeploy> {
  const surveyed = await survey(steady.run, { ...wish, lint: 'changed' });
  refuseNoFiles(steady.run.config, wish, surveyed.compiled);
  refuseHidden(surveyed);
  refuseLint(surveyed);
  const remarks = foldedWarnings(surveyed.lint);
  if (remarks.length > 0) yield { type: 'warnings', findings: remarks };
  return { changes: await recordable(steady, surveyed, placesOf(surveyed)), surveyed };
}

type Differing = Pick<Survey, 'changes' | 'deployed'>;

/** As it will be written down. Throws BlockedError where triggers beside it differ. */
export async function recordable(
  { run, active }: Steady,
  { changes, deployed }: Differing,
  places: ReadonlyMap<string, string>,
): Promise<readonly RecordedChange[]> {
  const grants = await readGrants(run);
  const owner = await readOwnAccount(await demandSession(run, active));
  const ordered = orderChanges({ active, changes, deployed, grants, places, owner });
  refuseUnequalTriggers(deployed, ordered);
  return ordered;
}

export type Ordered = {
  readonly command: DeployCommand;
  readonly changes: readonly RecordedChange[];
};

/** Says what will be done. Throws RefusedError and BlockedError where the servers would not take it alike. */
export async function* announce(
  { run, active }: Steady,
  { command, changes }: Ordered,
  dryRun: boolean,
): AsyncGenerator<DeployEvent, void> {
  const { flavor } = run.pair;
  if (changes.length === 0) return yield { type: 'unchanged' };
  refuseUnequalGrants({ run, active }, changes);
  await refuseUnequalTables({ run }, changes);
  await refuseOver({ run, active }, changes);
  const statements = changes
    .map(({ before, ...change }) => ({ ...change, before: before[active] }))
    .filter(({ before, after }) => !isSame(after, before))
    .flatMap(change => statementsFor(change, flavor));
  await refuseDenied({ run }, changes);
  await refuseUnmakeable({ run }, changes);
  await refusePassing(run, changes);
  yield { type: 'planned', command, active, changes, statements, dryRun };
}

async function readGrants(run: Steady['run']): Promise<Readonly<Record<Side, readonly RoutineGrant[]>>> {
  const { database } = run.config;
  const [a = [], b = []] = await Promise.all(
    sides.map(async side => readRoutineGrants(await demandSession(run, side), database)),
  );
  return { a, b };
}

function placesOf({ compiled }: Survey): ReadonlyMap<string, string> {
  return new Map(compiled.map(({ wanted }) => [programKey(wanted), `${wanted.file}:${wanted.line}`]));
}

/** What is there must be able to come back. Throws RefusedError. */
async function refuseUnmakeable(
  { run }: Pick<Steady, 'run'>,
  changes: readonly RecordedChange[],
): Promise<void> {
  const definitions = changes.flatMap(({ before, after }) => [before.a, before.b, after]);
  const findings = await findUnmakeable(
    run,
    definitions.filter(one => one !== null),
  );
  if (findings.length > 0)
    throw new RefusedError('the servers keep programs of some accounts from ours', { findings });
}

/** What the servers would refuse our account anyway is said before anything is done. */
async function refuseDenied({ run }: Pick<Steady, 'run'>, changes: readonly RecordedChange[]): Promise<void> {
  const findings = await deniedChanges(run, changes);
  if (findings.length > 0)
    throw new RefusedError('the servers do not let the account make programs', { findings });
}
