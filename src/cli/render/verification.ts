/** What a comparison found, for people. Pure. */
import type { Verification } from '../../run/verify.js';
import type { TableComparison } from '../../verify/compare-rows.js';
import { describeDifferences } from '../../verify/row-difference.js';
import { chanceToSee, type Sample } from '../../verify/sample.js';
import type { Colors } from '../output.js';
import { align } from './align.js';
import { describeDuration } from './duration.js';
import { describeFindings } from './findings.js';

export function describeVerification(found: Verification, colors: Colors): readonly string[] {
  const { structure, rows, equal } = found;
  const differences = [...structure, ...describeDifferences(rows.differences, rows.more)];
  const verdict = verdictOf(found);
  return [
    ...align([
      ['table', 'rows', 'ranges', 'time', ''],
      ...rows.tables.map(table => [
        table.table,
        number(table.rows),
        rangesOf(table),
        describeDuration(table.ms),
        table.differing === 0 ? 'equal' : colors.yellow(differs(table)),
      ]),
    ]),
    '',
    ...describeFindings(differences),
    ...(differences.length > 0 ? [''] : []),
    ...align(summaryOf(found)),
    equal ? colors.green(verdict) : colors.yellow(verdict),
  ];
}

function rangesOf({ ranges, skipped }: TableComparison): string {
  return skipped === 0 ? number(ranges) : `${number(ranges)} of ${number(ranges + skipped)}`;
}

function differs({ differing }: TableComparison): string {
  return differing === 1 ? '1 row differs' : `${number(differing)} rows differ`;
}

function summaryOf({ active, passive, rows, sample, betweenLegs, ms }: Verification): readonly string[][] {
  const { points } = rows;
  const longest = (of: 'stoppedMs' | 'lockedMs') => Math.max(0, ...points.map(point => point[of]));
  const locked = longest('lockedMs');
  return [
    ['compared', `${passive} (passive) with ${active} (active), in ${describeDuration(ms)}`],
    ...(betweenLegs ? [['columns', 'those that both sides have: a run is between its legs']] : []),
    ...(points.length === 0
      ? []
      : [
          [
            'points',
            `${number(points.length)}; the applier of ${passive} stood still for ${longest('stoppedMs')} ms at most` +
              (locked === 0 ? '' : `, writes on ${active} for ${locked} ms`),
          ],
        ]),
    ...(sample === null ? [] : describeSample(sample)),
  ];
}

function describeSample({ percent, seed }: Sample): readonly string[][] {
  const chance = (rows: number) => `${share(chanceToSee(percent, rows))} for ${rows}`;
  return [
    ['sample', `${percent} % of the ranges, seed ${seed}`],
    ['confidence', `chance to see one of the rows that differ: ${[1, 10, 100].map(chance).join(', ')}`],
    ['', 'rows that lie together count as one'],
  ];
}

/** Rounded down: no chance is said to be better than it is, and none is certainty. */
function share(chance: number): string {
  const digits = chance > 0.99 ? 1000 : 10;
  return `${Math.min(Math.floor(chance * 100 * digits + 1e-6) / digits, 99.999)} %`;
}

function verdictOf({ equal, rows, sample, structure }: Verification): string {
  const compared = number(rows.tables.reduce((sum, table) => sum + table.rows, 0));
  const drawn = sample === null ? '' : ' that were drawn';
  if (equal) return `equal: structures, and ${compared} rows${drawn}`;
  const differing = rows.differences.length + rows.more;
  return [
    'different:',
    ...(structure.length === 0 ? [] : ['the structures', ...(differing === 0 ? [] : ['and'])]),
    ...(differing === 0 ? [] : [`${number(differing)} of ${compared} rows${drawn}`]),
  ].join(' ');
}

function number(value: number): string {
  return value.toLocaleString('en');
}
