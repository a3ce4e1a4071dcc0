/** `dbshift procs rollback`: an earlier version of one program, deployed by the same machinery. */
import type { Config } from '../../config/config.js';
import { BlockedError, RefusedError, UsageError } from '../../errors.js';
import { sides } from '../../pair/side.js';
import { deploysInto } from '../../programs/deploy-record.js';
import { placeTriggers } from '../../programs/place-triggers.js';
import { type Deployed, isHidden, type ProgramId, programKey, programTitle } from '../../programs/program.js';
import type { ProgramChange } from '../../programs/program-change.js';
import { type ProgramVersion, programVersions } from '../../programs/program-versions.js';
import { isSame } from '../../programs/same-definition.js';
import type { Session } from '../../server/connection.js';
import { readProgram, readPrograms } from '../../server/program-catalog.js';
import { shellWord } from '../../shell-word.js';
import { mendingLoss } from './after-loss.js';
import type { DeployEvent } from './deploy-event.js';
import { carryOutOrdered } from './deploy-programs.js';
import type { Deploying } from './deploying.js';
import { recordable } from './order-deploy.js';
import { selectPrograms } from './select-programs.js';
import { type TakeOptions, withTakenPair } from './take-pair.js';
import { withDroppedGrants } from './with-dropped-grants.js';

export type RollbackOptions = TakeOptions & {
  readonly name: string;
  /** The version; the one before by default. */
  readonly to: number | null;
  /** Drop the program where that version is from before there was one. */
  readonly mayDrop: boolean;
};

/** Throws ShiftError, as a deploy does. */
export function rollbackProgram(config: Config, options: RollbackOptions): AsyncGenerator<DeployEvent, void> {
  const work = withTakenPair(config, options, deploying => rollback(deploying, options));
  return mendingLoss(config, options, work);
}

async function* rollback(deploying: Deploying, options: RollbackOptions): AsyncGenerator<DeployEvent, void> {
  const { database } = deploying.run.config;
  const deploys = deploysInto(database, await deploying.deploys.all());
  const versions = programVersions(deploys);
  const target = chooseVersion(versions, options);
  if (target.definition === null && !options.mayDrop) throw wouldDrop(target);
  const deployed = await readSides(deploying, target);
  // A version says which trigger it followed then; where that is gone it gets the place that it has now, or the last one.
  const wanted = { ...target, definition: inPlace(target, deployed[deploying.active]) };
  const changes = { a: changesOf(wanted, deployed.a), b: changesOf(wanted, deployed.b) };
  const recorded = await recordable(deploying, { changes, deployed }, new Map());
  const ordered = yield* withDroppedGrants(deploying, recorded, deploys);
  yield* carryOutOrdered(deploying, { command: 'rollback', changes: ordered });
}

function inPlace(
  { kind, name, definition }: ProgramVersion,
  deployed: readonly Deployed[],
): ProgramVersion['definition'] {
  const { changes } = placeTriggers(deployed, [{ kind, name, before: null, after: definition }]);
  return changes[0]?.after ?? null;
}

/** Throws UsageError for a program or a version that is not known. */
function chooseVersion(
  all: readonly ProgramVersion[],
  { name, to }: Pick<RollbackOptions, 'name' | 'to'>,
): ProgramVersion {
  const versions = selectPrograms(all, [name]);
  const first = versions[0] as ProgramVersion;
  const other = versions.find(version => programKey(version) !== programKey(first));
  if (other !== undefined)
    throw new UsageError(`${name} is a ${first.kind} and a ${other.kind}`, {
      hint: `say which one: ${first.kind}:${first.name} or ${other.kind}:${other.name}`,
    });
  const wanted = to ?? (versions.at(-1)?.version ?? 0) - 1;
  const found = versions.find(({ version }) => version === wanted);
  if (found !== undefined) return found;
  throw new UsageError(unknownVersion(versions, wanted), {
    hint: `\`dbshift procs history ${shellWord(name)}\` lists them`,
  });
}

function unknownVersion(versions: readonly ProgramVersion[], wanted: number): string {
  const [only, ...more] = versions as readonly [ProgramVersion, ...ProgramVersion[]];
  const last = more.at(-1);
  if (last !== undefined)
    return `${programTitle(only)} has no version ${wanted}: it has 1 to ${last.version}`;
  const none = wanted === 0 ? 'none before it' : `no version ${wanted}`;
  return `${programTitle(only)} has only version 1, and ${none}`;
}

type BothSides = Readonly<Record<'a' | 'b', readonly Deployed[]>>;

/** With the triggers among which one of them has its place. */
async function readSides({ run }: Deploying, id: ProgramVersion): Promise<BothSides> {
  const [a = [], b = []] = await Promise.all(
    sides.map(async side => {
      const found = await readAround(run.pair.control(side), run.config.database, id);
      const own = found.find(one => programKey(one) === programKey(id));
      if (own === undefined || !isHidden(own)) return found;
      throw new BlockedError(`${side}: the account may not see the body of ${programTitle(id)}`, {
        hint: '`dbshift grants` says what it lacks',
      });
    }),
  );
  return { a, b };
}

async function readAround(session: Session, database: string, id: ProgramId): Promise<readonly Deployed[]> {
  if (id.kind === 'trigger') return readPrograms(session, database, ['trigger']);
  const found = await readProgram(session, database, id);
  return found === null ? [] : [found];
}

function changesOf(
  { kind, name, definition }: ProgramVersion,
  deployed: readonly Deployed[],
): readonly ProgramChange[] {
  const own = deployed.filter(one => programKey(one) === programKey({ kind, name }));
  const [before = null] = own.flatMap(one => (isHidden(one) ? [] : [one]));
  return isSame(definition, before) ? [] : [{ kind, name, before, after: definition }];
}

function wouldDrop(version: ProgramVersion): RefusedError {
  return new RefusedError(
    `${programTitle(version)} was not there in version ${version.version}: it would be dropped`,
    {
      hint: 'with --yes it is',
    },
  );
}
