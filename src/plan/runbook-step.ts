/**
 * One step of a run as it is known beforehand: what is sent to whom, and what holds if the run ends there. Data only;
 * `engine/runbook.ts` makes them.
 */
import type { ServerKey, Side } from '../pair/side.js';

export type RunbookStep = {
  /** Id of the rule that calls for it. */
  readonly step: string;
  readonly title: string;
  /** Index of the batch that it runs; null for a step that runs none. */
  readonly batch: number | null;
  /** The sides on which it does something. */
  readonly sides: readonly Side[];
  /** In the order in which each server gets them. */
  readonly statements: readonly SentStatement[];
  /** What is done without SQL, or with SQL that depends on the moment. */
  readonly beside: readonly string[];
  readonly ifStopped: IfStopped;
};

export type SentStatement = { readonly on: ServerKey; readonly sql: string };

/** What holds if the run is stopped, or its runner dies, within a step. */
export type IfStopped = {
  /** The side that takes the writes of applications then; null: neither. */
  readonly writes: Side | null;
  /** Sides that apply nothing as long as it is left so. */
  readonly standStill: readonly Side[];
  /** What that means, and what to keep in mind, in a sentence or two. */
  readonly leftSo: string;
  /** What the same command does next. */
  readonly next: string;
  readonly abort: { readonly possible: boolean /** What it would do, or why not. */; readonly why: string };
};
