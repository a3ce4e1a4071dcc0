/**
 * What cannot be seen by looking at the servers: why a run is open, what a person allowed, what was proved, which
 * settings were changed. Folded from the journal; never progress, never a current step.
 */
import type { Plan } from '../plan/plan.js';
import type { FlipWindow } from './flip-window.js';
import type { Place, ReplicaKey, Side } from './side.js';

/** Where a run stops on purpose: nowhere, or when the passive is migrated, verified and follows. */
export type PauseAt = 'never' | 'passive';

/**
 * `down` takes finished migrations back on both sides, `abort` brings the passive back to what the active has; `rollback`
 * does that after a flip back.
 */
export type Goal = 'migrate' | 'down' | 'flip' | 'abort' | 'rollback';

export type Intent = {
  readonly runId: string;
  /** Grows with every run; records of an older epoch are never acted on. */
  readonly epoch: number;
  readonly goal: Goal;
  /** Null for a flip alone. */
  readonly plan: Plan | null;
  /** The side that must be active at the end, or null where it does not matter. */
  readonly wantActive: Side | null;
  readonly pauseAt: PauseAt;
  /** Wait after the flip of each flip batch, with the old side as it was, until a person ends that. */
  readonly holdAfterFlip?: true;
  /** Unix time in whole seconds; the `timestamp` of both legs' sessions, so that both sides stamp alike. */
  readonly startedAt: number;
  /** sql_mode in which the workspace ran; both legs run in it. */
  readonly sqlMode: string;
  /** First free id of the knex table, the same on both sides, and the batch number recorded. */
  readonly knexId: number;
  readonly knexBatch: number;
  /** Servers below the sides when the run was opened: each must get its leg, whatever is found later. */
  readonly replicas: readonly ReplicaKey[];
  /** The run that this one ends in its place: the settings that it changed are put back at the end, as our own. */
  readonly adopts?: string;
};

/** A setting as it was before the run touched it. */
export type ChangedSetting = Place & {
  readonly runId: string;
  readonly name: SettingName;
  readonly old: string;
};

/** `applier`: a comparison may have left it stopped. */
export type SettingName = 'conversions' | 'ddl-progress' | 'knex-lock' | 'super-read-only' | 'applier';

/** The setting that, once put back, keeps the run from putting anything else back on that server. */
export const isLock = ({ name }: Pick<ChangedSetting, 'name'>): boolean => name === 'super-read-only';

/** The lock of the passive itself: it stays with the role when the sides change theirs. */
export const isRoleLock = (setting: Pick<ChangedSetting, 'name' | 'replica'>): boolean =>
  isLock(setting) && setting.replica === undefined;

export type Facts = {
  readonly intent: Intent | null;
  readonly approvedFlip: boolean;
  /** Keys of what was verified and not voided since, see `verificationKey`. */
  readonly verified: readonly string[];
  /** When the newest of them was proved (unix ms, the runner's clock), or null where nobody wrote that down. */
  readonly verifiedAt: number | null;
  readonly changed: readonly ChangedSetting[];
  /** For each side the latest boot after which it was seen closed by what it boots with. */
  readonly closedSince: Readonly<Partial<Record<Side, number>>>;
  /** Flips of this run that were begun and undone. */
  readonly failedFlips: number;
  /** The side that this epoch's open flip takes writes from, or null. */
  readonly flipFrom: Side | null;
  /** When this epoch's open flip asked for the fence (unix ms, the clock of the runner that did), or null. */
  readonly pausedAt: number | null;
  /** Whether a promotion of this epoch's open flip may have been sent. */
  readonly promoteSent: boolean;
  /** Failed attempts to move the pointer in the open flip. */
  readonly failedRepoints: number;
  /** The side that the last fence of this run closed, or null: on MySQL that locks privileged accounts out too. */
  readonly lastFenced: Side | null;
  /** Indexes of the batches whose rollback window a person ended: their old side gets its leg. */
  readonly finished: readonly number[];
  /** Index of the batch that is being rolled back, or null. */
  readonly rollingBack: number | null;
  /** The side that the last flip of this run ended on, or null. */
  readonly landedOn: Side | null;
};

export const noFacts: Facts = {
  intent: null,
  approvedFlip: false,
  verified: [],
  verifiedAt: null,
  changed: [],
  closedSince: {},
  failedFlips: 0,
  flipFrom: null,
  pausedAt: null,
  promoteSent: false,
  failedRepoints: 0,
  lastFenced: null,
  finished: [],
  rollingBack: null,
  landedOn: null,
};

/** Limits that rules look at; times in ms. */
export type RuleLimits = {
  readonly writePauseMs: number;
  readonly flipAttempts: number;
  readonly repointAttempts: number;
  /** A wait in which nothing moves for so long ends in a block. */
  readonly catchUpStallMs: number;
  /** A proof that is older has to be made again before a flip begins. */
  readonly proofMs: number;
  /** When flips may begin; null: at any time. */
  readonly flipWindow: FlipWindow | null;
};
