/** The way of each migration and each stored program, or why it has none. Pure. */
import { type MigrationRow, migrationRows } from '../migration-rows.js';
import type { Plan } from '../plan.js';
import { programsOf } from '../programs-of.js';
import { budgeted } from './budgeted.js';
import { codes, count, inline, row, table } from './markup.js';
import { type Reason, reasonsOf } from './reasons.js';

const bytesForRows = 6000;

/** Of several migrations or programs where they go the same way. */
type Way = MigrationRow & { readonly names: readonly string[]; readonly refused: readonly Reason[] };

/** A row for each; one for all that differ in nothing but names and tables; as many of those as fit. */
export function ways(plan: Plan): readonly string[] {
  const reasons = reasonsOf(plan);
  const each = migrationRows(plan).map(one => ({
    ...one,
    names: [one.name],
    refused: reasons.filter(({ place }) => place.file === one.name),
  }));
  if (each.length === 0) return [];
  const what = programsOf(plan).length === 0 ? 'Migration' : 'Migration or program';
  const inFull = table(headOf(what), cellsOf(each));
  const folded = table(headOf(what), cellsOf(foldedWays(each)));
  const left = (number: number) =>
    row([`_${count(number, 'row')} more_`, ...Array(folded.columns - 1).fill('')]);
  return [
    [inFull.head, ...inFull.rows].join('\n'),
    [folded.head, ...folded.rows].join('\n'),
    [folded.head, budgeted(folded.rows, { bytes: bytesForRows, left })].join('\n'),
  ];
}

function headOf(what: string): readonly string[] {
  return ['Batch', 'Way', what, 'Tables', 'Algorithm', 'Old events', 'Refused', 'Why'];
}

/** Why a batch goes its way is told in its first row. */
function cellsOf(ways: readonly Way[]): readonly (readonly string[])[] {
  return ways.map((way, index) => {
    const above = ways[index - 1];
    const same = above?.batch === way.batch && above?.why === way.why && way.why !== '';
    return [...rowOf(way), same ? 'as above' : inline(way.why, 200)];
  });
}

function rowOf({ batch, way, names, tables, algorithms, oldEvents, refused }: Way): readonly string[] {
  return [
    batch === null ? '' : `${batch}`,
    way,
    codes(names, 3),
    codes(tables),
    algorithms.join(', '),
    oldEvents.map(words => inline(words)).join(', '),
    refusedIn(refused),
  ];
}

/** Which of its statements, and by what check. */
function refusedIn(reasons: readonly Reason[]): string {
  const ids = [...new Set(reasons.map(({ id }) => id))].slice(0, 6);
  return ids
    .map(id => {
      const places = reasons.filter(reason => reason.id === id).map(({ place: { at } }) => at.trim());
      return `${inline(id, 80)} ${codes([...new Set(places)].sort(), 6)}`;
    })
    .join('<br>');
}

function foldedWays(ways: readonly Way[]): readonly Way[] {
  const groups = new Map<string, Way>();
  for (const one of ways) {
    const { batch, way, algorithms, oldEvents, refused, why } = one;
    const ids = [...new Set(refused.map(({ id }) => id))];
    const key = JSON.stringify([batch, way, algorithms, oldEvents, ids, why]);
    const same = groups.get(key);
    groups.set(
      key,
      same === undefined
        ? one
        : {
            ...same,
            names: [...same.names, ...one.names],
            tables: [...new Set([...same.tables, ...one.tables])],
            refused: [...same.refused, ...one.refused],
          },
    );
  }
  return [...groups.values()];
}
