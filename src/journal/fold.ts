/** Journal in, facts out. Pure. Only the newest epoch speaks; what older runs left changed is still to be restored. */
import type { ChangedSetting, Facts } from '../pair/facts.js';
import { isRoleLock, noFacts } from '../pair/facts.js';
import type { Entry, JournalRecord } from './entry.js';

export function foldJournal(records: readonly JournalRecord[]): Facts {
  let epoch = 0;
  return uniteRecords(records, []).reduce((facts, record) => {
    const before = record.epoch === epoch ? facts : { ...noFacts, ...lasting(facts) };
    epoch = record.epoch;
    return applyEntry(before, record.entry, record.runId);
  }, noFacts);
}

/** The union of what both sides hold, in order: a side that was fenced or down has gaps that the other fills. */
export function uniteRecords(
  a: readonly JournalRecord[],
  b: readonly JournalRecord[],
): readonly JournalRecord[] {
  const byKey = new Map([...a, ...b].map(record => [recordKey(record), record]));
  return [...byKey.values()].sort((x, y) => x.epoch - y.epoch || x.n - y.n || x.nonce.localeCompare(y.nonce));
}

/** What makes a record one and the same on both sides. */
export function recordKey({ epoch, n, nonce }: JournalRecord): string {
  return `${epoch} ${n} ${nonce}`;
}

/** What a run leaves to those after it. */
function lasting({ changed, closedSince }: Facts): Pick<Facts, 'changed' | 'closedSince'> {
  return { changed, closedSince };
}

/** Facts after one more entry of a run. */
export function applyEntry(facts: Facts, entry: Entry, runId: string): Facts {
  switch (entry.kind) {
    case 'open':
      return { ...noFacts, ...lasting(facts), intent: entry.intent };
    case 'end':
      return { ...noFacts, ...lasting(facts) };
    case 'approve':
      return { ...facts, approvedFlip: true, failedFlips: 0 };
    case 'pause-at':
      return facts.intent === null
        ? facts
        : { ...facts, intent: { ...facts.intent, pauseAt: entry.pauseAt } };
    case 'verified':
      return { ...facts, verified: [...facts.verified, entry.key], verifiedAt: entry.at ?? null };
    case 'void':
      return { ...facts, verified: [], verifiedAt: null };
    case 'booted':
      return { ...facts, closedSince: { ...facts.closedSince, [entry.side]: entry.bootedAt } };
    case 'changed':
      return { ...facts, changed: withSetting(facts.changed, settingOf(entry, runId)) };
    case 'restored':
      return {
        ...facts,
        changed: facts.changed.filter(setting => !isSame(setting, entry)),
        // A lock that was put back is not the fence's any more.
        lastFenced: isRoleLock(entry) ? null : facts.lastFenced,
      };
    default:
      return applyFlipEntry(applyWindowEntry(facts, entry), entry);
  }
}

/** A rollback that began is not turned around: it alone says when it is given up. */
function applyWindowEntry(facts: Facts, entry: Entry): Facts {
  switch (entry.kind) {
    case 'hold-after-flip':
      return facts.intent === null ? facts : { ...facts, intent: { ...facts.intent, holdAfterFlip: true } };
    case 'finish':
      return facts.rollingBack === null ? { ...facts, finished: [...facts.finished, entry.batch] } : facts;
    case 'rollback': {
      const finished = facts.finished.filter(batch => batch !== entry.batch);
      return { ...facts, finished, rollingBack: entry.batch, failedFlips: 0 };
    }
    case 'rollback-undone':
      return { ...facts, rollingBack: null };
    default:
      return facts;
  }
}

const noFlip = { flipFrom: null, pausedAt: null, promoteSent: false, failedRepoints: 0 } as const;

function applyFlipEntry(facts: Facts, entry: Entry): Facts {
  switch (entry.kind) {
    case 'flip':
      return { ...facts, ...noFlip, flipFrom: entry.from, pausedAt: entry.at, lastFenced: entry.from };
    case 'promote':
      return { ...facts, promoteSent: true };
    case 'repoint-failed':
      return { ...facts, failedRepoints: facts.failedRepoints + 1 };
    case 'flip-done':
      return { ...facts, ...noFlip, landedOn: entry.to };
    case 'flip-undone':
      return { ...facts, ...noFlip, failedFlips: facts.failedFlips + 1 };
    default:
      return facts;
  }
}

type SettingKey = Pick<ChangedSetting, 'side' | 'replica' | 'name'>;

/** The first old value counts: a run that takes over may find the setting already changed. */
function withSetting(changed: readonly ChangedSetting[], setting: ChangedSetting): readonly ChangedSetting[] {
  const known = changed.some(one => isSame(one, setting));
  return known ? changed : [...changed, setting];
}

function settingOf(
  { side, replica, name, old }: Extract<Entry, { readonly kind: 'changed' }>,
  runId: string,
): ChangedSetting {
  return { runId, side, name, old, ...(replica === undefined ? {} : { replica }) };
}

/** The lock of the passive belongs to the role: after a flip it is put back on the other side. */
function isSame(setting: SettingKey, { side, replica, name }: SettingKey): boolean {
  const sameSide = setting.side === side || name === 'super-read-only';
  return setting.name === name && setting.replica === replica && sameSide;
}
