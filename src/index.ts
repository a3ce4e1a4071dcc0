/**
 * dbshift as a library: the commands as functions, and the types of what they take and give. Whoever takes the events
 * of `migrate` or `flip` drives the run: it goes on only as events are taken, and stops safely when its signal is
 * aborted. Everything else in `src/` may change at any time.
 */
export type {
  Config,
  ExecPointerConfig,
  FilePointerConfig,
  HostPort,
  Limits,
  PointerConfig,
  SecretRef,
  ServerAddress,
  ServerConfig,
} from './config/config.js';
export { loadConfig } from './config/load-config.js';
export type { Action } from './engine/action.js';
export type { RunEvent } from './engine/event.js';
export type { Progress } from './engine/ports.js';
export type { StepId } from './engine/rules.js';
export {
  BlockedError,
  ConfigError,
  type ErrorCode,
  FailedError,
  type Finding,
  LockHeldError,
  LockLostError,
  OutcomeUnknownError,
  PreflightError,
  RefusedError,
  ShiftError,
  StoppedError,
  UsageError,
} from './errors.js';
export type { PastFlip, PastRun } from './journal/history.js';
export { otherSide, type Side, sides } from './pair/side.js';
export type { View } from './pair/view.js';
export { renderMarkdown } from './plan/markdown/render-markdown.js';
export type { Batch, Plan, PlannedMigration, PlannedStatement, Strategy, Verdict } from './plan/plan.js';
export { type PlanJson, planJson } from './plan/plan-json.js';
export { readPlan } from './plan/read-plan.js';
export { type AbortOptions, abort } from './run/abort.js';
export { approveFlip } from './run/approve.js';
export { type Cancelled, type CancelResult, cancelDdl } from './run/cancel.js';
export { type FlipOptions, flip } from './run/flip.js';
export { readRuns, type ToldRun } from './run/history.js';
export { type MigrateOptions, migrate } from './run/migrate.js';
export { makePlan } from './run/plan.js';
export { readStatus } from './run/read-status.js';
export { type RecoverOptions, recover } from './run/recover.js';
export type { SideStatus, Status } from './run/status.js';
export { type Verification, type VerifyOptions, verify } from './run/verify.js';
