/** `dbshift procs deploy`: both servers get what the files have, all or nothing. */
import type { Config } from '../../config/config.js';
import { RefusedError } from '../../errors.js';
import { type Side, sides } from '../../pair/side.js';
import type { DeployCommand, RecordedChange } from '../../programs/deploy-record.js';
import { lintWarnings } from '../../programs/lint/lint-refusals.js';
import { orderChanges } from '../../programs/order-changes.js';
import { programKey, programTitle } from '../../programs/program.js';
import { statementsFor } from '../../programs/program-statements.js';
import { missingGrants, type RoutineGrant } from '../../programs/routine-grant.js';
import { readRoutineGrants } from '../../server/routine-grants.js';
import { quoteIdentifier } from '../../sql/identifier.js';
import { deniedPrograms } from '../denied-programs.js';
import { mendingLoss } from './after-loss.js';
import { carryOut } from './carry-out.js';
import type { DeployEvent } from './deploy-event.js';
import type { Deploying } from './deploying.js';
import { refuseHidden } from './refuse-hidden.js';
import { refuseLint } from './refuse-lint.js';
import { type Survey, survey } from './survey.js';
import { type TakeOptions, withTakenPair } from './take-pair.js';

export type DeployOptions = TakeOptions & {
  /** Only these programs; all for none. */
  readonly names: readonly string[];
  /** Drop what no file has. */
  readonly prune: boolean;
  /** Say what would be done. */
  readonly dryRun: boolean;
};

/** Throws ShiftError; whatever it leaves is as before on both servers, or said to be half done. */
export function deployPrograms(config: Config, options: DeployOptions): AsyncGenerator<DeployEvent, void> {
  const work = withTakenPair(config, options, deploying => deploy(deploying, options));
  return mendingLoss(config, options, work);
}

async function* deploy(
  deploying: Deploying,
  { names, prune, dryRun }: DeployOptions,
): AsyncGenerator<DeployEvent, void> {
  const { run, active } = deploying;
  const surveyed = await survey(run, { names, prune, mayUsePassive: true, lint: 'changed' });
  refuseHidden(surveyed);
  refuseLint(surveyed);
  const remarks = lintWarnings(surveyed.lint);
  if (remarks.length > 0) yield { type: 'warnings', findings: remarks };
  const { changes, deployed } = surveyed;
  const grants = await readGrants(deploying);
  const ordered = orderChanges({ active, changes, deployed, grants, places: placesOf(surveyed) });
  yield* order(deploying, { command: 'deploy', changes: ordered, dryRun });
}

export type Ordered = {
  readonly command: DeployCommand;
  readonly changes: readonly RecordedChange[];
  readonly dryRun: boolean;
};

/** Says what will be done, and does it unless told otherwise. Throws RefusedError where grants could not be given back. */
export async function* order(
  deploying: Deploying,
  { command, changes, dryRun }: Ordered,
): AsyncGenerator<DeployEvent, void> {
  const { run, active } = deploying;
  const { flavor } = run.pair;
  if (changes.length === 0) return yield { type: 'unchanged' };
  if (!flavor.capabilities.replaces.has('procedure')) refuseUnequalGrants(changes, active);
  const statements = changes
    .map(({ before, ...change }) => ({ ...change, before: before[active] }))
    .filter(({ before, after }) => before !== after)
    .flatMap(change => statementsFor(change, flavor));
  await refuseDenied(deploying, changes);
  yield { type: 'planned', command, active, changes, statements, dryRun };
  if (!dryRun) yield* carryOut(deploying, { command, changes });
}

export async function readGrants({
  run,
}: Deploying): Promise<Readonly<Record<Side, readonly RoutineGrant[]>>> {
  const { database } = run.config;
  const [a = [], b = []] = await Promise.all(
    sides.map(side => readRoutineGrants(run.pair.control(side), database)),
  );
  return { a, b };
}

function placesOf({ compiled }: Survey): ReadonlyMap<string, string> {
  return new Map(compiled.map(({ wanted }) => [programKey(wanted), `${wanted.file}:${wanted.line}`]));
}

/** What the servers would refuse our account anyway is said before anything is done. */
async function refuseDenied({ run }: Deploying, changes: readonly RecordedChange[]): Promise<void> {
  const statements = changes.map(({ kind, name, where = '', after }) => ({
    sql: after?.create ?? `DROP ${kind.toUpperCase()} ${quoteIdentifier(name)}`,
    where,
  }));
  const findings = await deniedPrograms(run, [{ statements }]);
  if (findings.length > 0)
    throw new RefusedError('the servers do not let the account make programs', { findings });
}

/**
 * Grants that went with a DROP are given back on the active, and replicate: to an account that the passive does not
 * have, its applier would stop.
 */
function refuseUnequalGrants(changes: readonly RecordedChange[], active: Side): void {
  const passive = active === 'a' ? 'b' : 'a';
  const findings = changes
    .filter(({ before, after }) => before[active] !== null && after !== null)
    .flatMap(change => missingGrants(change.grants[active], change.grants[passive]))
    .map(grant => ({
      id: 'grants-differ',
      where: programTitle(grant),
      message: `${grant.account} has ${grant.privileges.join(', ')} on ${active} and not on ${passive}`,
      hint: 'grant the same on both servers, then run the same command again',
    }));
  if (findings.length > 0)
    throw new RefusedError('what accounts may do differs between the servers', { findings });
}
