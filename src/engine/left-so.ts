/**
 * What happens to a pair that is left as it stands, in a sentence or two: what a person wants to know before going
 * home. Pure.
 */
import type { View } from '../pair/view.js';
import {
  betweenLegs,
  bothHeld,
  followsBack,
  halfPointed,
  inWindow,
  legDue,
  linked,
  replicated,
  resynced,
} from './predicates.js';

type Answer = { readonly when: (view: View) => boolean; readonly text: (view: View) => string };

/** The first that applies speaks; the last one always does. */
const answers: readonly Answer[] = [
  {
    when: v => v.situation === 'fenced' || v.situation === 'fenced-alone' || v.situation === 'crossed',
    text: () =>
      'applications cannot write as long as it is left so: run the same command again at once, from anywhere.',
  },
  {
    when: v => v.situation === 'split' || v.situation === 'lost',
    text: () => 'nothing puts this right by itself: see `dbshift status`',
  },
  {
    when: v => v.passiveApplier === 'broken' || v.activeApplier === 'broken',
    text: v => `an applier has stopped with an error: ${v.active} has no standby until it is resolved`,
  },
  {
    when: halfPointed,
    text: () =>
      'some pointers name a side that refuses writes: applications that read those fail until the command is run again',
  },
  {
    when: followsBack,
    text: v =>
      `${v.active} serves with the new structure, and ${v.passive} follows it with the old one: it is a standby, and the flip can be taken back. It may stay so for days, but no structure may be changed by hand.`,
  },
  {
    when: v => (legDue(v) || inWindow(v)) && v.activeLevel === 'new',
    text: v =>
      `${v.active} serves with the new structure and has no standby: ${v.passive} applies nothing until it is migrated too. It falls behind meanwhile, and what it lacks is lost if ${v.active} is; ${v.active} must keep its binlogs until ${v.passive} has read them.`,
  },
  {
    when: v => legDue(v) && (bothHeld(v) || v.passiveApplier === 'held' || v.passiveLevel === 'partial'),
    text: v =>
      `applications notice nothing, but ${v.passive} applies nothing and falls behind for as long as it is left so: ${v.active} must keep its binlogs until ${v.passive} has read them, and without ${v.passive} it has no standby that is up to date.`,
  },
  {
    when: resynced,
    text: v =>
      `${v.passive} has the new structure and follows ${v.active}; ${v.active} does not follow ${v.passive}, where nobody writes. It may stay so for days, but no structure may be changed by hand, and the old applier of ${v.active} must not be started.`,
  },
  {
    when: betweenLegs,
    text: v =>
      `${v.passive} has the new structure and does not apply yet: it falls behind for as long as it is left so, and ${v.active} must keep its binlogs until ${v.passive} has read them.`,
  },
  {
    when: v => replicated(v) && v.activeLevel !== 'old',
    text: v => `what ran on ${v.active} comes to ${v.passive} by itself; the rest of the run waits.`,
  },
  {
    when: v => v.passiveApplier === 'held',
    text: v =>
      `both sides have the same structure, but ${v.passive} applies nothing and falls behind for as long as it is left so: ${v.active} must keep its binlogs until ${v.passive} has read them, and has no standby that is up to date.`,
  },
  {
    when: v => !linked(v),
    text: v =>
      `a direction of replication does not run (${v.passive} follows: ${v.passiveApplier}, ${v.active} follows: ${v.activeApplier}): start it by running the command again.`,
  },
  {
    when: v => v.own.length > 0 || v.stale.length > 0,
    text: () =>
      'both sides follow each other; settings that the run changed are put back by the next command. It may stay so.',
  },
  {
    when: () => true,
    text: v =>
      v.runOpen
        ? 'both sides follow each other and nothing is half-way; the run stays open, and it may stay so.'
        : 'both sides follow each other and nothing is half-way: it may stay so.',
  },
];

export function describeLeftSo(view: View): string {
  const answer = answers.find(({ when }) => when(view));
  return answer === undefined ? '' : answer.text(view);
}
