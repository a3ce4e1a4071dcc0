/** What many runs came to, as a table: faults by phases, how they ended, and how long no write was acknowledged. */
import { type Phase, phases } from './phase.js';
import type { RunResult } from './torture-run.js';

export type Counted = { readonly fault: string; readonly result: RunResult };

export function renderTable(runs: readonly Counted[]): string {
  const names = [...new Set(runs.map(({ fault }) => fault))].sort();
  const head = ['fault', ...phases, 'missed', 'runs', 'alone', 'again', 'by a person', 'gap s'];
  const rows = names.map(name =>
    rowOf(
      name,
      runs.filter(({ fault }) => fault === name),
    ),
  );
  const total = rowOf('all', runs);
  const table = [head, ...rows, total];
  const widths = head.map((_, column) => Math.max(...table.map(row => row[column]?.length ?? 0)));
  return table
    .map(row =>
      row
        .map((cell, column) => pad(cell, widths[column] ?? 0, column))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function rowOf(name: string, runs: readonly Counted[]): readonly string[] {
  const results = runs.map(({ result }) => result);
  const count = (test: (result: RunResult) => boolean): string => String(results.filter(test).length);
  const struckIn = (phase: Phase | null) => count(result => result.phase === phase);
  return [
    name,
    ...phases.map(struckIn),
    struckIn(null),
    String(runs.length),
    count(({ commands }) => commands === 1),
    count(({ commands, byPerson }) => commands > 1 && !byPerson),
    count(({ byPerson }) => byPerson),
    describeGaps(results.map(({ gapMs }) => gapMs / 1000)),
  ];
}

/** `median (longest)` */
function describeGaps(seconds: readonly number[]): string {
  const sorted = [...seconds].sort((x, y) => x - y);
  return `${sorted[Math.floor(sorted.length / 2)]?.toFixed(1)} (${sorted.at(-1)?.toFixed(1)})`;
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
