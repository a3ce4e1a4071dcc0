/** States that only a person can resolve or approve, each with its reason and what to do. Asked before the rules. */
import type { View } from '../pair/view.js';
import {
  atFlip,
  betweenLegs,
  brokenBeforeItsLeg,
  caughtUp,
  errant,
  followsBack,
  halfPointed,
  inWindow,
  mayApply,
  mayFollowBack,
  ready,
  replicated,
  resynced,
  staysBehind,
  unconverted,
} from './predicates.js';

export type BlockId =
  | 'pointer-unclear'
  | 'server-lost'
  | 'passive-ahead'
  | 'promoted-by-hand'
  | 'promoted-diverged'
  | 'applier-broken'
  | 'foreign-change'
  | 'active-half-migrated'
  | 'passive-ahead-of-plan'
  | 'not-replicated'
  | 'flip-failed'
  | 'approval-needed'
  | 'flip-window'
  | 'receiver-broken'
  | 'holding'
  | 'rolled-back'
  | 'flipped-by-hand'
  | 'paused';

export type Block = {
  readonly id: BlockId;
  readonly when: (view: View) => boolean;
  readonly why: (view: View) => string;
  /** What a person does next. */
  readonly advice: (view: View) => string;
};

export const blocks: readonly Block[] = [
  {
    id: 'server-lost',
    when: v =>
      v.situation === 'lost' ||
      (v.situation === 'fenced-alone' && (v.promoteSent || v.pointer === 'unclear')),
    why: v =>
      `a server cannot be reached, and without it nothing can be done safely${because(v.detail.active ?? v.detail.passive)}`,
    advice: v =>
      v.situation === 'fenced-alone' && v.pointer !== 'unclear'
        ? `bring it back, or check the network, and run the same command again; when ${v.passive} is surely down, \`dbshift recover --accept passive-lost\` gives ${v.active} its writes back`
        : 'bring it back, or check the network, and run the same command again',
  },
  {
    id: 'pointer-unclear',
    when: v => v.situation !== 'lost' && v.situation !== 'fenced-alone' && unclear(v),
    why: () =>
      'the pointer cannot be read or the pointers disagree, so it is not known which server is active',
    advice: () => 'make every pointer name the writable server, and run the same command again',
  },
  {
    id: 'passive-ahead',
    // A flip that has not promoted can be undone: what the passive has did not come through the pointer.
    when: v =>
      !unclear(v) &&
      errant(v) &&
      ((v.situation === 'steady' && v.misplaced.length === 0 && !v.flipLanded) ||
        (v.situation === 'fenced' && (v.promoteSent || !v.flipOpen))),
    why: v => `${v.passive} is passive and has transactions that ${v.active} has not`,
    advice: v => `see them with \`dbshift status\`; apply them on ${v.active} or rebuild ${v.passive}`,
  },
  {
    id: 'promoted-by-hand',
    when: v => !unclear(v) && v.situation === 'crossed' && !v.promoteSent,
    why: v =>
      `the pointer names ${v.active}, but ${v.passive} is the one that accepts writes, and not by this run`,
    advice: v => `point to ${v.passive}, or set ${v.passive} read-only and ${v.active} writable`,
  },
  {
    id: 'promoted-diverged',
    when: v => !unclear(v) && v.situation === 'crossed' && v.promoteSent && v.distance === 'diverged',
    why: v => `${v.passive} accepts writes, but ${v.active} has transactions that ${v.passive} has not`,
    advice: () => 'decide which rows to keep, and repair replication',
  },
  {
    id: 'applier-broken',
    when: v => sound(v) && broken(v),
    why: v =>
      v.passiveApplier === 'broken'
        ? v.detail.passive === null && v.detail.replica !== null
          ? `a server below ${v.passive} cannot follow it: ${v.detail.replica}`
          : `the applier of ${v.passive} stopped with an error${because(v.detail.passive)}`
        : `the applier of ${v.active} stopped with an error${because(v.detail.active)}`,
    advice: v =>
      mayFollowBack(v) && v.activeApplier !== 'broken'
        ? `resolve the error that \`dbshift status\` shows, start the applier, and run the same command again. Or give the way back up with \`dbshift approve finish\`: the leg of ${v.passive} then forgets the error and goes on where it stopped, with the new structure`
        : 'resolve the error that `dbshift status` shows, start the applier, and run the same command again',
  },
  {
    id: 'receiver-broken',
    when: v =>
      calm(v) && inWindow(v) && (mayFollowBack(v) || v.hold === 'stay') && v.passiveReceiver === 'broken',
    why: v =>
      `the receiver of ${v.passive} stopped with an error${because(v.detail.passive)}: what ${v.active} writes is on no other server`,
    advice: () =>
      'resolve the error that `dbshift status` shows, start the receiver, and run the same command again',
  },
  {
    id: 'holding',
    when: v =>
      calm(v) && ((v.hold === 'follow' && followsBack(v) && caughtUp(v) && v.verified) || staysBehind(v)),
    why: v =>
      v.hold === 'follow'
        ? `${v.active} is active with the new structure, and ${v.passive} follows it with the old one: rollback is possible until \`dbshift approve finish\``
        : `${v.active} is active with the new structure, and ${v.passive} stays as it was at the flip: rollback is not possible, because it would lose what was written since`,
    advice: v =>
      v.hold === 'follow'
        ? '`dbshift rollback` goes back; `dbshift approve finish` and then the same command go on'
        : `\`dbshift approve finish\` and then the same command go on; ${v.active} must keep its binlogs until ${v.passive} has read them`,
  },
  {
    id: 'rolled-back',
    when: v => goneBack(v) && v.hold === 'back',
    why: v =>
      v.activeLevel === 'old'
        ? `the flip was taken back: ${v.active} is active with the old structure, and ${v.passive} has still to be taken back`
        : `a rollback is under way, and ${v.passive} does not have the old structure any more`,
    advice: () => 'run `dbshift rollback`',
  },
  {
    id: 'flipped-by-hand',
    when: v => goneBack(v) && v.hold === 'lost',
    why: v =>
      `this run made ${v.passive} active, and ${v.active} is: somebody changed the roles, and nothing is flipped again without a word`,
    advice: v =>
      `\`dbshift abort\` takes ${v.passive} back to what ${v.active} has; or change the roles back, and run the same command again`,
  },
  {
    id: 'active-half-migrated',
    when: v => sound(v) && !broken(v) && v.batch === 'flip' && v.activeLevel === 'partial',
    why: v => `${v.active} is active and stands in the middle of a migration`,
    advice: () => 'somebody changed the roles during a leg: change them back',
  },
  {
    id: 'foreign-change',
    when: v => sound(v) && !broken(v) && foreign(v) && !mayQuarantine(v) && !halfMigrated(v),
    why: v =>
      `the structure of ${[v.active, v.passive].filter(side => isForeign(v, side)).join(' and ')} is not one of this plan: somebody else changed it`,
    advice: v =>
      isForeign(v, v.passive)
        ? `see what differs with \`dbshift status\`; ${undoing(v)}, and run the same command again`
        : 'see what differs with `dbshift status`; undo that change, and run the same command again',
  },
  {
    id: 'passive-ahead-of-plan',
    when: v =>
      sound(v) &&
      !broken(v) &&
      !foreign(v) &&
      replicated(v) &&
      v.passiveLevel === 'new' &&
      v.activeLevel !== 'new',
    why: v => `${v.passive} already has a migration that must come to it from ${v.active}`,
    advice: v => `somebody ran it on ${v.passive}: take it back there, and run the same command again`,
  },
  {
    id: 'not-replicated',
    when: v =>
      sound(v) &&
      !broken(v) &&
      !foreign(v) &&
      replicated(v) &&
      v.activeLevel === 'new' &&
      v.distance === 'exact' &&
      v.passiveLevel !== 'new' &&
      follows(v),
    why: v => `${v.passive} has applied everything of ${v.active}, yet it lacks the migration that ran there`,
    advice: v => `it was run without the binlog: run it on ${v.passive} with sql_log_bin=0`,
  },
  {
    id: 'flip-failed',
    when: v => atFlip(v) && calm(v) && v.flip === 'failed-too-often',
    why: v => `the flip was begun and undone too often; ${v.active} is writable, nothing is lost`,
    advice: () =>
      'see the reasons with `dbshift status`, then run the same command again with `--yes`, or approve the flip again',
  },
  {
    id: 'approval-needed',
    when: v => atFlip(v) && calm(v) && v.flip === 'unapproved',
    why: v => `ready to flip from ${v.active} to ${v.passive}, waiting for approval`,
    advice: () => 'run `dbshift approve flip`, or the same command with `--yes`',
  },
  {
    id: 'flip-window',
    when: v => atFlip(v) && calm(v) && v.flip === 'out-of-hours',
    why: v =>
      `ready to flip from ${v.active} to ${v.passive}, outside of the flip window (${v.detail.window})`,
    advice: () => 'run the same command again when the window is open, or with `--max-time` to wait for it',
  },
  {
    id: 'paused',
    when: v => atFlip(v) && calm(v) && v.flip === 'paused',
    why: v =>
      `stopped after the passive side as asked: ${v.passive} is migrated, verified and follows ${v.active}`,
    advice: () => 'run the same command again, without `--until`, to go on',
  },
];

const unclear = (v: View): boolean =>
  v.pointer === 'unclear' ||
  (v.pointer === 'remembered' && !halfPointed(v) && (v.situation === 'steady' || v.situation === 'split'));

/** Steady, with known roles and nothing errant: the states in which the later blocks speak. */
const sound = (v: View): boolean => ready(v) && !unclear(v) && !errant(v);

const broken = (v: View): boolean =>
  (v.passiveApplier === 'broken' && !unconverted(v) && !brokenBeforeItsLeg(v)) ||
  v.activeApplier === 'broken';

const foreign = (v: View): boolean => v.activeLevel === 'foreign' || v.passiveLevel === 'foreign';

const halfMigrated = (v: View): boolean => v.batch === 'flip' && v.activeLevel === 'partial';

/** First the passive's applier is stopped, then a person is asked. */
const mayQuarantine = (v: View): boolean => v.batch === 'flip' && v.activeLevel === 'foreign' && mayApply(v);

const calm = (v: View): boolean => sound(v) && !broken(v) && !foreign(v);

const follows = (v: View): boolean => v.passiveApplier === 'running' && v.activeApplier === 'running';

/** There is no window any more, and what still follows has come as far as it can. */
const goneBack = (v: View): boolean =>
  calm(v) &&
  v.activeLevel !== 'partial' &&
  !mayFollowBack(v) &&
  (!betweenLegs(v) || (resynced(v) && caughtUp(v)));

/** What was changed on the active, or was and is undone there, came to the passive by replication; else it was made there. */
function undoing(v: View): string {
  const applying = `start the applier of ${v.passive} by hand so that the undoing comes there too (MySQL: START REPLICA; MariaDB: STOP SLAVE; CHANGE MASTER TO MASTER_DELAY = 0; START SLAVE)`;
  return isForeign(v, v.active)
    ? `undo that change on ${v.active}, ${applying}`
    : `if it came from ${v.active} and is undone there, ${applying}; else undo it on ${v.passive}, with sql_log_bin = 0`;
}

function because(detail: string | null): string {
  return detail === null ? '' : `: ${detail}`;
}

function isForeign(v: View, side: View['active']): boolean {
  return (side === v.active ? v.activeLevel : v.passiveLevel) === 'foreign';
}
