/** The runs of a pair, from what the journal still has of them: who opened each, for what, and how it ended. Pure. */
import type { Intent } from '../pair/facts.js';
import type { Side } from '../pair/side.js';
import type { JournalRecord } from './entry.js';
import { uniteRecords } from './fold.js';

export type PastFlip =
  | { readonly outcome: 'done'; readonly at: string; readonly to: Side; readonly pauseMs: number }
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
  readonly flips: readonly PastFlip[];
};

/** Newest first. Records may be of both sides, in any order, and each of them twice. */
export function pastRuns(records: readonly JournalRecord[]): readonly PastRun[] {
  const byEpoch = new Map<number, JournalRecord[]>();
  for (const record of uniteRecords(records, []))
    byEpoch.set(record.epoch, [...(byEpoch.get(record.epoch) ?? []), record]);
  const newest = Math.max(...byEpoch.keys());
  return [...byEpoch.entries()].flatMap(([epoch, own]) => runOf(own, epoch === newest)).reverse();
}

function runOf(records: readonly JournalRecord[], isNewest: boolean): readonly PastRun[] {
  const opened = records.find(({ entry }) => entry.kind === 'open');
  if (opened?.entry.kind !== 'open') return [];
  const { intent, by = null } = opened.entry;
  const ended = records.find(({ entry }) => entry.kind === 'end');
  const outcome = ended?.entry.kind === 'end' ? ended.entry.outcome : isNewest ? 'open' : 'unknown';
  const [openedAt, endedAt] = [isoOf(opened.at), ended === undefined ? null : isoOf(ended.at)];
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
