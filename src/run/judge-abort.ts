/** What an abort has to do about an open run: pure, from the run and a look. */
import { decide } from '../engine/decide.js';
import { BlockedError } from '../errors.js';
import type { Intent } from '../pair/facts.js';
import { isDone } from '../pair/progress.js';
import type { PairState, ReachableServer } from '../pair/state.js';
import type { View } from '../pair/view.js';
import type { Batch } from '../plan/plan.js';
import { commandName } from './command-name.js';

/** `leave`: only settings and replication are to be put back. `take-back`: the passive has begun a leg. */
export type AbortWay = 'leave' | 'take-back';

/** Throws BlockedError where an abort is not the way: with what is. */
export function judgeAbort(open: Intent, view: View, state: PairState): AbortWay {
  if (open.goal === 'rollback') throw rolledBack();
  if (view.situation !== 'steady') throw notSteady(view);
  if (open.goal === 'flip') return judgeFlip(open, view);
  const { current } = view;
  if (open.plan === null) return 'leave';
  if (current === null) throw allDone(open);
  if (view.activeLevel === 'foreign' || view.passiveLevel === 'foreign') throw notSteady(view);
  if (current.strategy !== 'flip') return judgeReplicated(current, view, state);
  if (view.activeLevel !== 'old') throw flipped(view, commandName(open.goal));
  if (view.passiveLevel === 'old') return 'leave';
  assertAlike(view, state);
  return 'take-back';
}

function judgeFlip({ wantActive }: Intent, { active }: View): AbortWay {
  if (active !== wantActive) return 'leave';
  throw new BlockedError(`${active} is active already: there is nothing to abort`, {
    hint: `\`dbshift flip\` ends the run; then \`dbshift flip --to ${active === 'a' ? 'b' : 'a'}\` goes back`,
  });
}

/** What a look says in words is the reason; nothing was done. */
function notSteady(view: View): BlockedError {
  const decision = decide(view);
  if (decision.kind === 'blocked') return new BlockedError(decision.why, { hint: decision.advice });
  return new BlockedError('the pair is in the middle of a flip', {
    hint: 'run `dbshift recover`, which finishes it or undoes it, and abort after that',
  });
}

function allDone({ goal }: Intent): BlockedError {
  return new BlockedError('everything of this run is on both sides already: there is nothing to abort', {
    hint: `\`dbshift ${commandName(goal)}\` proves it and ends the run; ${takeBack}`,
  });
}

const takeBack = '`dbshift migrate --down` then takes the migrations back';

function rolledBack(): BlockedError {
  return new BlockedError('a rollback is under way', { hint: '`dbshift rollback` goes on with it' });
}

function flipped({ active, passive, hold }: View, command: string): BlockedError {
  if (hold !== 'none')
    return new BlockedError(`the flip was made: ${active} is active with the new structure`, {
      hint: '`dbshift rollback` goes back, or says why not',
    });
  return new BlockedError(
    `the flip was made: ${active} is active with the new structure, and ${passive} cannot be had back without it`,
    {
      hint: `go on with \`dbshift ${command}\`, which gives ${passive} the same; ${takeBack}`,
    },
  );
}

/** A migration that the active has to its half is on both sides, or will be: nothing of the passive alone. */
function judgeReplicated(batch: Batch, view: View, state: PairState): AbortWay {
  const server = state[view.active];
  if (!server.reachable) throw notSteady(view);
  const done = batch.migrations.filter(migration => isDone(migration, server.level));
  const whole = done.at(-1)?.statements.at(-1)?.structureAfter ?? batch.structureBefore;
  if (batch.strategy === 'data' || whole === server.level.structure) return 'leave';
  const half = batch.migrations.find(migration => !isDone(migration, server.level));
  throw new BlockedError(`${half?.name} has run to its half on ${view.active}, and replicates`, {
    hint: `mend what stopped it and go on with \`dbshift migrate\`; ${takeBack}`,
  });
}

/** One way back for all of them: it is proved from one structure. Throws BlockedError. */
function assertAlike({ passive, replicas }: View, state: PairState): void {
  const side = state[passive];
  const keys = new Set(replicas.map(({ key }) => key));
  const unlike = state.replicas.filter(
    ({ key, server }) =>
      keys.has(key) &&
      !(server.reachable && side.reachable && withoutPrograms(server) === withoutPrograms(side)),
  );
  if (unlike.length === 0) return;
  throw new BlockedError(
    `${unlike.map(({ key }) => key).join(', ')} did not get as far as ${passive}: there is no one way back for both`,
    {
      hint: 'bring them together first with `dbshift migrate --until passive`; or take the replica out of the configuration, abort, and rebuild it',
    },
  );
}

/** Programs of the plan are brought back on each server by looking, wherever that stands. */
function withoutPrograms({ level }: ReachableServer): string {
  return level.apart ?? level.structure;
}
