/** Journal in, facts out. Pure. Only the newest epoch speaks; what older runs left changed is still to be restored. */
import type { ChangedSetting, Facts } from '../pair/facts.js';
import { noFacts } from '../pair/facts.js';
import type { Entry, JournalRecord } from './entry.js';

export function foldJournal(records: readonly JournalRecord[]): Facts {
  const ordered = uniteRecords(records, []);
  const epoch = ordered.at(-1)?.epoch ?? 0;
  const facts = ordered.filter(record => record.epoch === epoch).reduce(applyEntry, noFacts);
  return { ...facts, changed: changedSettings(ordered) };
}

/** The union of what both sides hold, in order: a side that was fenced or down has gaps that the other fills. */
export function uniteRecords(
  a: readonly JournalRecord[],
  b: readonly JournalRecord[],
): readonly JournalRecord[] {
  const byKey = new Map([...a, ...b].map(record => [`${record.epoch} ${record.n} ${record.nonce}`, record]));
  return [...byKey.values()].sort((x, y) => x.epoch - y.epoch || x.n - y.n || x.nonce.localeCompare(y.nonce));
}

function applyEntry(facts: Facts, { entry }: JournalRecord): Facts {
  switch (entry.kind) {
    case 'open':
      return { ...noFacts, intent: entry.intent };
    case 'end':
      return noFacts;
    case 'approve':
      return { ...facts, approvedFlip: true, failedFlips: 0 };
    case 'pause-at':
      return facts.intent === null
        ? facts
        : { ...facts, intent: { ...facts.intent, pauseAt: entry.pauseAt } };
    case 'verified':
      return { ...facts, verified: [...facts.verified, entry.key] };
    case 'void':
      return { ...facts, verified: [] };
    default:
      return applyFlipEntry(facts, entry);
  }
}

const noFlip = { flipFrom: null, pausedAt: null, promoteSent: false, failedRepoints: 0 } as const;

function applyFlipEntry(facts: Facts, entry: Entry): Facts {
  switch (entry.kind) {
    case 'flip':
      return { ...facts, ...noFlip, flipFrom: entry.from, pausedAt: entry.at };
    case 'promote':
      return { ...facts, promoteSent: true };
    case 'repoint-failed':
      return { ...facts, failedRepoints: facts.failedRepoints + 1 };
    case 'flip-done':
      return { ...facts, ...noFlip };
    case 'flip-undone':
      return { ...facts, ...noFlip, failedFlips: facts.failedFlips + 1 };
    default:
      return facts;
  }
}

/** The first old value counts: a run that takes over may find the setting already changed. */
function changedSettings(records: readonly JournalRecord[]): readonly ChangedSetting[] {
  const changed = new Map<string, ChangedSetting>();
  for (const { runId, entry } of records) {
    if (entry.kind === 'changed') {
      const key = `${entry.side} ${entry.name}`;
      if (!changed.has(key)) changed.set(key, { runId, side: entry.side, name: entry.name, old: entry.old });
    }
    if (entry.kind === 'restored') changed.delete(`${entry.side} ${entry.name}`);
  }
  return [...changed.values()];
}
