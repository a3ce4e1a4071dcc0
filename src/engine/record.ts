/**
 * What has to be written down around a step, because looking could not tell it afterwards. Pure: entries before the
 * step are appended before anything is done; without them nothing is done. The fence and each DDL write their own
 * entries, directly before the statement: the time of the one and the number of the other are known only there.
 */
import type { Entry } from '../journal/entry.js';
import type { Facts } from '../pair/facts.js';
import { verificationKey } from '../pair/proof.js';
import { type Place, sides } from '../pair/side.js';
import type { PairState } from '../pair/state.js';
import type { View } from '../pair/view.js';
import type { Action } from './action.js';
import type { BlockId } from './blocks.js';
import type { Step } from './rules.js';

/** A look, and what was known when it was made. */
export type Moment = Seen & { readonly step: Step };

export type Seen = {
  readonly view: View;
  readonly state: PairState;
  readonly facts: Facts;
  /** Unix time in ms. */
  readonly now: number;
};

export function entriesBefore({ step, view, state, facts }: Moment): readonly Entry[] {
  switch (step.id) {
    case 'promote':
      return [{ kind: 'promote', to: view.passive }];
    case 'resync':
    case 'relink':
      return conversionsBefore(step.actions, { state, facts });
    case 'follow':
      // Whatever it missed, or met, meanwhile.
      return facts.verified.length === 0
        ? []
        : [{ kind: 'void', why: `${view.passive} did not follow ${view.active}` }];
    case 'quarantine':
      return [
        { kind: 'void', why: `the structure of ${view.active} was changed by somebody else` },
        ...conversionsBefore(step.actions, { state, facts }),
      ];
    case 'direct':
    case 'data':
    case 'migrate':
      return knexLocksBefore(facts);
    case 'open-passive':
      return step.actions.flatMap(action =>
        action.do === 'unlock-privileged' ? locksBefore(action, view) : [],
      );
    default:
      return [];
  }
}

function conversionsBefore(
  actions: readonly Action[],
  { state, facts }: Pick<Moment, 'state' | 'facts'>,
): readonly Entry[] {
  return actions.flatMap(action => {
    if (action.do !== 'set-conversions') return [];
    const { side, replica } = action;
    const server =
      replica === undefined ? state[side] : state.replicas.find(({ key }) => key === replica)?.server;
    return server?.reachable === true ? conversionBefore(action, facts, server.conversions) : [];
  });
}

/** The value that a run met first is the one to be put back. */
export function conversionBefore(place: Place, { changed }: Facts, old: string): readonly Entry[] {
  const known = changed.some(
    ({ name, side, replica }) => name === 'conversions' && side === place.side && replica === place.replica,
  );
  return known ? [] : [{ kind: 'changed', ...placeOf(place), name: 'conversions', old }];
}

/** Each batch first keeps the knex CLI out on both sides. */
function knexLocksBefore({ changed }: Facts): readonly Entry[] {
  const known = changed.filter(({ name }) => name === 'knex-lock').map(({ side }) => side);
  return sides
    .filter(side => !known.includes(side))
    .map(side => ({ kind: 'changed', side, name: 'knex-lock', old: '0' }));
}

/** What only the fence of this run did is not put back. */
function locksBefore(action: Place, { lockedByFence }: View): readonly Entry[] {
  if (action.replica === undefined && lockedByFence) return [];
  return [{ kind: 'changed', ...placeOf(action), name: 'super-read-only', old: '1' }];
}

function placeOf({ side, replica }: Place): Place {
  return replica === undefined ? { side } : { side, replica };
}

export function entriesAfter({ step, view, state, facts, now }: Moment): readonly Entry[] {
  switch (step.id) {
    case 'verify':
      return [{ kind: 'verified', key: verificationKey(state, facts, view.active), at: now }];
    case 'unconvert':
      return [
        { kind: 'restored', side: view.passive, name: 'conversions', ofRun: facts.intent?.runId ?? '' },
      ];
    case 'restore':
      return step.actions.flatMap(action =>
        action.do === 'restore-setting'
          ? [
              {
                kind: 'restored' as const,
                ...placeOf(action.setting),
                name: action.setting.name,
                ofRun: action.setting.runId,
              },
            ]
          : [],
      );
    case 'repoint':
      return [{ kind: 'flip-done', to: view.passive, pauseMs: pauseOf(facts, now) }];
    case 'end-flip':
      // Nobody saw when the pointer moved.
      return [{ kind: 'flip-done', to: view.active, pauseMs: null }];
    case 'unfence':
      // Its record is still needed while pointers have to be moved back.
      return facts.flipFrom === null || (view.promoteSent && view.pointer === 'remembered')
        ? []
        : [{ kind: 'flip-undone', why: whyUndone(view) }];
    default:
      return [];
  }
}

/** A failed step that counts: a pointer that refused, a fence that was not to be had. */
export function entriesAfterFailure({ step }: Moment, why: string): readonly Entry[] {
  if (step.id === 'repoint') return [{ kind: 'repoint-failed', why }];
  if (step.id === 'fence') return [{ kind: 'flip-undone', why }];
  return [];
}

/** Whether rows may have been changed in a way that the structures and boots in a proof's key do not show. */
export function voidsProof(id: string): boolean {
  return doubts.has(id);
}

const doubts: ReadonlySet<string> = new Set<BlockId>([
  'applier-broken',
  'foreign-change',
  'active-half-migrated',
  'passive-ahead',
  'promoted-diverged',
]);

/**
 * The end of a flip that was given up and nobody wrote down, because the runner died or a person helped: the pair is
 * steady again. Until it is written, the record of that flip must not speak for a pointer that cannot be read.
 */
export function lateEntry({ view }: Pick<Seen, 'view'>): Entry | null {
  const isOver = view.flipOpen && view.situation === 'steady' && view.pointer === 'agrees';
  return isOver ? { kind: 'flip-undone', why: 'it was not finished' } : null;
}

/** How long writes have been paused, in ms. */
export function pauseOf(facts: Facts, now: number): number {
  return facts.pausedAt === null ? 0 : Math.max(0, now - facts.pausedAt);
}

export function whyUndone(view: View): string {
  if (view.situation === 'fenced-alone') return `${view.passive} could not be reached`;
  if (view.gaveUp !== null) return view.gaveUp;
  if (view.repointFailed) return 'the pointer did not move';
  if (view.passiveApplier === 'broken') return `the applier of ${view.passive} met an error`;
  if (!view.verified) return `${view.passive} has changed since it was verified`;
  if (view.overTime) return 'the write pause was over its limit';
  return 'the flip could not be finished';
}
