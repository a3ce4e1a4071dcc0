/** The oracles: what must never be wrong, and what must be right when the goal is reached. */
import { otherSide, type Side, sides } from '../../src/pair/side.js';
import type { ModelPair } from './model-pair.js';
import { fingerprintOf } from './model-plan.js';
import { modelLimits } from './model-runner.js';

/** Time that a pause may need beyond its limit: the drain that was under way, and the looks around it. */
const overheadMs = modelLimits.drainMs + 500;

/** Hazards that the run caused, acknowledged writes that no server has, and pauses that were too long. */
export function dangers(pair: ModelPair): readonly string[] {
  const found = [...pair.hazards];
  const rows = (side: Side): number => [...pair[side].rows.keys()].filter(id => id.startsWith('w')).length;
  if (Math.max(rows('a'), rows('b')) < pair.acknowledged) found.push('acknowledged writes are lost');
  for (const ms of pair.pauses) {
    if (ms > modelLimits.writePauseMs + overheadMs) found.push(`writes were refused for ${ms} ms`);
  }
  return found;
}

/** What is not as it must be at the goal, after everything has been applied. */
export function flaws(pair: ModelPair, wantActive: Side | null = null): readonly string[] {
  pair.writing = false;
  pair.clock.advance(5000);
  const active = pair.pointers[0]?.side ?? 'a';
  const passive = otherSide(active);
  const { batches } = pair.plan.plan;
  const names = batches.flatMap(({ migrations }) => migrations.map(({ name }) => name)).sort();
  const locked = pair.options.flavor === 'mysql' && pair.options.locked;
  const checks: readonly (readonly [boolean, string])[] = [
    [wantActive === null || wantActive === active, `${active} is active`],
    [pair.pointers.every(({ side }) => side === active), 'pointers disagree'],
    [!pair[active].readOnly, 'the active refuses writes'],
    [pair[passive].readOnly, 'the passive accepts writes'],
    [pair[passive].superReadOnly === locked, 'the passive is not locked as it was'],
    [pair.acknowledged === written(pair, active), 'the active lacks acknowledged writes'],
    [pair.acknowledged === written(pair, passive), 'the passive lacks acknowledged writes'],
    [statuses(pair, active) === 'disabled or asleep, enabled', 'events do not run on the active'],
    [statuses(pair, passive) === 'disabled or asleep, asleep', 'events do not sleep on the passive'],
    ...sides.flatMap((side): (readonly [boolean, string])[] => [
      [pair[side].applier === 'running', `${side} does not apply`],
      [pair[side].receiver === 'running', `${side} does not receive`],
      [pair[side].conversions === pair.options.conversions, `${side} keeps conversions`],
      [!pair[side].readLock, `${side} keeps the read lock`],
      [!pair[side].knexLocked, `${side} keeps knex locked`],
      [pair[side].recorded.join() === names.join(), `${side} lacks bookkeeping`],
      [fingerprintOf(pair[side].changes) === lastStructure(pair), `${side} has another structure`],
      [Object.values(pair[side].programs).every(found => found === 'now'), `${side} lacks programs`],
      [[...pair[side].rows.values()].every(({ garbled }) => !garbled), `${side} has garbled rows`],
    ]),
  ];
  return [...pair.differences(), ...checks.flatMap(([right, wrong]) => (right ? [] : [wrong]))];
}

/** Of the event that a person disabled, and of the one that runs. */
function statuses(pair: ModelPair, side: Side): string {
  const [paused, tick] = pair[side].events.map(({ status }) => status);
  return `${paused === 'enabled' ? paused : 'disabled or asleep'}, ${tick}`;
}

function written(pair: ModelPair, side: Side): number {
  return [...pair[side].rows].filter(([id, { count }]) => id.startsWith('w') && count === 1).length;
}

function lastStructure({ plan }: ModelPair): string {
  return plan.plan.batches.at(-1)?.structureAfter ?? fingerprintOf([]);
}
