/** The runs of a pair, from what the journal still has of them: who opened each, for what, and how it ended. Pure. */
import type { Intent } from '../pair/facts.js';
import type { Side } from '../pair/side.js';
import { programsOf } from '../plan/programs-of.js';
import { programTitle } from '../programs/program.js';
import type { JournalRecord } from './entry.js';
import { uniteRecords } from './fold.js';

export type PastFlip =
  | { readonly outcome: 'done'; readonly at: string; readonly to: Side; readonly pauseMs: number | null }
  | { readonly outcome: 'given-up'; readonly at: string; readonly why: string };

export type PastRun = {
  readonly runId: string;
  readonly goal: Intent['goal'];
  /** `name@host`; null in journals that did not write it down. */
  readonly by: string | null;
  /** ISO 8601, UTC. */
  readonly openedAt: string;
  /** The same; null for a run that is open, or whose end nobody wrote down. */
  readonly endedAt: string | null;
  /** From the first command to the end, in ms: a run may be begun on Monday and ended on Tuesday. */
  readonly durationMs: number | null;
  /** `unknown`: a later run was opened, and nobody wrote down how this one ended. */
  readonly outcome: 'done' | 'abandoned' | 'open' | 'unknown';
  readonly migrations: readonly string[];
  /** Titles of the stored programs that it was to bring. */
  readonly programs: readonly string[];
  readonly flips: readonly PastFlip[];
};

/** Newest first. Records may be of both sides, in any order, and each of them twice. */
export function pastRuns(records: readonly JournalRecord[]): readonly PastRun[] {
  const byEpoch = new Map<number, JournalRecord[]>();
  for (const record of uniteRecords(records, []))
    byEpoch.set(record.epoch, [...(byEpoch.get(record.epoch) ?? []), record]);
  const newest = Math.max(...byEpoch.keys());
  const replaced = new Map(records.flatMap(replacing));
  const endOf = (epoch: number, own: readonly JournalRecord[]): RunEnd =>
    writtenEnd(own) ??
    replaced.get(own[0]?.runId ?? '') ?? { outcome: epoch === newest ? 'open' : 'unknown', at: null };
  return [...byEpoch.entries()].flatMap(([epoch, own]) => runOf(own, endOf(epoch, own))).reverse();
}

type RunEnd = { readonly outcome: PastRun['outcome']; readonly at: string | null };

function writtenEnd(records: readonly JournalRecord[]): RunEnd | null {
  const [end] = records.flatMap(({ entry, at }) =>
    entry.kind === 'end' ? [{ outcome: entry.outcome, at }] : [],
  );
  return end ?? null;
}

/** A run that takes another's place ends it in the same entry, so that there is no moment without a run. */
function replacing({ entry, at }: JournalRecord): readonly (readonly [string, RunEnd])[] {
  if (entry.kind !== 'open' || entry.intent.adopts === undefined) return [];
  return [[entry.intent.adopts, { outcome: 'abandoned', at }]];
}

function runOf(records: readonly JournalRecord[], { outcome, at }: RunEnd): readonly PastRun[] {
  const opened = records.find(({ entry }) => entry.kind === 'open');
  if (opened?.entry.kind !== 'open') return [];
  const { intent, by = null } = opened.entry;
  const [openedAt, endedAt] = [isoOf(opened.at), at === null ? null : isoOf(at)];
  return [
    {
      runId: opened.runId,
      goal: intent.goal,
      by,
      openedAt,
      endedAt,
      durationMs: endedAt === null ? null : Math.max(0, Date.parse(endedAt) - Date.parse(openedAt)),
      outcome,
      migrations: (intent.plan?.batches ?? []).flatMap(({ migrations }) =>
        migrations.map(({ name }) => name),
      ),
      programs: programsOf(intent.plan).map(programTitle),
      flips: records.flatMap(flipOf),
    },
  ];
}

function flipOf({ entry, at }: JournalRecord): readonly PastFlip[] {
  if (entry.kind === 'flip-done')
    return [{ outcome: 'done', at: isoOf(at), to: entry.to, pauseMs: entry.pauseMs }];
  return entry.kind === 'flip-undone' ? [{ outcome: 'given-up', at: isoOf(at), why: entry.why }] : [];
}

/** The table has `2026-03-01 12:00:00.000000`, in UTC. */
function isoOf(at: string): string {
  return `${at.slice(0, 23).replace(' ', 'T')}Z`;
}
