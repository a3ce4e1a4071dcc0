/**
 * `dbshift recover`: one goal: the side that the pointer names accepts writes, it alone, and lacks nothing that the
 * other has. By the rules of every run, with one server if there is only one, and without anything that could keep a
 * pair from its writes: no migration files, no replicas, no preflight. What a run has left to do is the run's.
 */
import type { Config } from '../config/config.js';
import { converge } from '../engine/converge.js';
import type { RunEvent } from '../engine/event.js';
import type { Ports } from '../engine/ports.js';
import { recovered } from '../engine/predicates.js';
import type { Finding } from '../errors.js';
import { openDeployJournal } from '../journal/deploy-journal.js';
import type { Intent } from '../pair/facts.js';
import { otherSide, type Side, sides } from '../pair/side.js';
import type { Deploy } from '../programs/deploy-record.js';
import { againWhilePaused } from './again-while-paused.js';
import { commandFor } from './command-name.js';
import { connectPair, type PairSessions } from './connect-pair.js';
import { type Accepted, doubtedJournal } from './doubted-journal.js';
import { enginePorts, prepareRun, type Run } from './engine-ports.js';
import { settingsIfAny } from './migration-settings-if-any.js';
import { type Boot, noteBoots, readBoots } from './note-boots.js';
import type { EndedDeploy } from './programs/deploy-event.js';
import { endedFinding, halfDoneFinding, readHalfDone } from './programs/half-done-deploy.js';
import { endHalfDone } from './programs/put-back.js';
import { withOpenPassive } from './programs/with-open-passive.js';
import { queueForLock } from './queue-for-lock.js';
import type { RunOptions } from './run-options.js';

export type RecoverOptions = Pick<RunOptions, 'signal' | 'lockTimeoutMs'> & {
  readonly accept: readonly Accepted[];
  /** Programs of a deploy that died which are to stay as they are. */
  readonly keep: readonly string[];
};

/** Runs until the goal or a block. Throws LockHeldError while a runner is alive: it has the same goal. */
export function recover(config: Config, options: RecoverOptions): AsyncGenerator<RunEvent, void> {
  return againWhilePaused(() => recoverOnce(config, options));
}

async function* recoverOnce(config: Config, options: RecoverOptions): AsyncGenerator<RunEvent, void> {
  const settings = await settingsIfAny(config);
  const { pair, close } = await connectPair(config, 'any');
  try {
    const prepared = prepareRun(config, settings, pair);
    const run = { ...prepared, journal: doubtedJournal(prepared, options.accept) };
    const there = await reachableSides(pair);
    yield* queueForLock(run, { ...options, goal: null, on: there });
    const ports: Ports = { ...enginePorts(run), assertLocked: (on = there) => pair.assertLocked(on) };
    // Before it is opened: nothing shows afterwards how it comes back.
    const boots = await readBoots(pair);
    for await (const event of converge(ports, { enough: recovered })) {
      if (event.type === 'goal') {
        yield* told(run, boots, event.view.active);
        yield* endDeadDeploy(run, { ...options, active: event.view.active, there });
      }
      yield event;
    }
  } finally {
    await close();
  }
}

/** What is written down and said when writes are on. */
async function* told({ journal }: Run, boots: readonly Boot[], active: Side): AsyncGenerator<RunEvent, void> {
  const { intent } = journal.facts();
  // It was closed at the beginning and is open now; a pair that needed nothing is left without a trace.
  const opened = boots.some(({ side }) => side === active);
  if (intent !== null || opened) await noteBoots(journal, boots);
  if (intent !== null)
    yield { type: 'warnings', findings: [stillOpen(intent, commandFor(intent, journal.facts()))] };
}

/** With one server alone nothing can be put back: replication would bring it to the other one, or fail there. */
async function* endDeadDeploy(run: Run, ending: Ending): AsyncGenerator<RunEvent, void> {
  const died = await readHalfDone(run);
  if (died === null) return;
  const possible = ending.there.length === sides.length && died.database === run.config.database;
  const findings = possible ? await endLocked(run, ending, died) : [halfDoneFinding(died)];
  yield { type: 'warnings', findings };
}

type Ending = Pick<RecoverOptions, 'signal' | 'keep'> & {
  readonly active: Side;
  readonly there: readonly Side[];
};

async function endLocked(
  run: Run,
  { active, keep, signal }: Ending,
  died: Deploy,
): Promise<readonly Finding[]> {
  const deploying = { run, active, signal, deploys: openDeployJournal(run.pair.watch) };
  return withOpenPassive(run, otherSide(active), async () => {
    let ended: EndedDeploy = { outcome: 'put-back' };
    const told: Finding[] = [];
    for await (const event of endHalfDone(deploying, died, keep)) {
      if (event.type === 'half-done-ended') ended = event;
      if (event.type === 'warnings') told.push(...event.findings);
    }
    return [...told, endedFinding(died, ended)];
  });
}

async function reachableSides(pair: PairSessions): Promise<readonly Side[]> {
  const watched = await Promise.all(
    sides.map(async side => ((await pair.watch(side)) === null ? [] : [side])),
  );
  return watched.flat();
}

function stillOpen({ runId, startedAt }: Intent, command: string): Finding {
  return {
    id: 'run-open',
    where: `run ${runId}`,
    message: `is open (${command}, begun ${new Date(startedAt * 1000).toISOString()})`,
    hint: `\`dbshift ${command}\` goes on with it`,
  };
}
