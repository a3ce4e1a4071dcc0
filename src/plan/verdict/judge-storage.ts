/** Engine, partitions and history: how rows are stored, as far as it changes which rows there are. */
import { applies, appliesIf, type Judgement, silentlyWrong } from './judgement.js';
import type { TableChange } from './table-change.js';

export function judgeStorage(change: TableChange): readonly Judgement[] {
  return [judgeEngine(change), judgePartitions(change), judgeHistory(change)];
}

/** MyISAM (both flavors) and Aria (MariaDB) to InnoDB applies (tested). A MEMORY table is empty after a reboot. */
function judgeEngine({ before, after }: TableChange): Judgement {
  const from = before.engine.toLowerCase();
  if (after.engine.toLowerCase() === 'innodb' && appliesToInnodb.has(from)) return applies;
  return silentlyWrong(
    `nobody has proved that a change of ${before.name} from ${before.engine} to ${after.engine} keeps all rows`,
    'use InnoDB',
  );
}

const appliesToInnodb = new Set(['innodb', 'myisam', 'aria']);

/** From the structure alone a dropped partition, which takes its rows along, looks like a merged one. */
function judgePartitions({ before, after }: TableChange): Judgement {
  const [old, now] = [before.partitioning, after.partitioning];
  if (old === now || now === null) return applies;
  if (old === null) {
    return /^PARTITION BY (RANGE|LIST)/.test(now) && !/MAXVALUE|DEFAULT/.test(now)
      ? appliesIf('a row that arrives and fits into no partition stops the applier (1526)')
      : applies;
  }
  return silentlyWrong(
    `partitions of ${after.name} change, and rows may go with them on one side only`,
    'change partitions directly: in a migration with nothing else in it',
  );
}

/** Versioned rows carry the time of the server that wrote them, in columns that SHOW CREATE does not show. */
function judgeHistory({ before, after }: TableChange): Judgement {
  const historic = [before, after].some(({ create }) =>
    /\bWITH SYSTEM VERSIONING\b|\bPERIOD FOR\b/.test(create.replace(/'(?:[^'\\]|''|\\.)*'|`[^`]*`/gs, '')),
  );
  return historic
    ? silentlyWrong(`${after.name} keeps versions or periods of rows, which nobody has tried in a flip`)
    : applies;
}
