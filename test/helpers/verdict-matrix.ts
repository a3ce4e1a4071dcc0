/** The judges against what servers did: for each case, direction and row image what is said, and what is true. */
import type { DirectedVerdict } from '../../src/plan/review.js';
import { reviewTables } from '../../src/plan/review-tables.js';
import type { RecordedCase, RecordedTrial } from './verdict-record.js';
import { type Direction, directions, type RowImage, rowImages } from './verdict-trials.js';

export type Cell = {
  readonly title: string;
  readonly direction: Direction;
  readonly rowImage: RowImage;
  readonly verdict: DirectedVerdict['verdict'];
  /** What the applier is told to convert, where the verdict asks for it. */
  readonly conversions: string;
  readonly errnos: readonly number[];
  /** Of a verdict that says it applies the worst trial that it answers for, of any other the best one. */
  readonly really: Pick<RecordedTrial, 'outcome' | 'errno'>;
  /** Every trial of the cell. */
  readonly trials: readonly RecordedTrial[];
};

export function matrixOf(cases: readonly RecordedCase[]): readonly Cell[] {
  return cases.flatMap(one =>
    rowImages.flatMap(rowImage => {
      const judged = judge(one, rowImage);
      return directions.flatMap(direction => {
        const trials = one.trials.filter(
          trial => trial.direction === direction && trial.rowImage === rowImage,
        );
        return trials.length === 0 ? [] : [cellOf(one.title, judged[direction], trials)];
      });
    }),
  );
}

/** Whether it is said to apply, with or without a conversion. */
export function isCalled({ verdict }: Pick<Cell, 'verdict'>): boolean {
  return verdict.startsWith('applies');
}

export function didApply({ really }: Cell): boolean {
  return really.outcome === 'equal';
}

type Judged = Pick<Cell, 'verdict' | 'conversions' | 'errnos'>;

function judge({ seen, applier }: RecordedCase, rowImage: RowImage): Readonly<Record<Direction, Judged>> {
  const tables = reviewTables({ database: 'app', ...seen, applier: { ...applier, rowImage } });
  return {
    'old→new': gravest(tables.map(({ oldToNew }) => oldToNew)),
    'new→old': gravest(tables.map(({ newToOld }) => newToOld)),
  };
}

const gravity: readonly DirectedVerdict['verdict'][] = [
  'applies',
  'applies-with-conversion',
  'depends-on-data',
  'stops',
  'silently-wrong',
];

/** A case is as good as the worst of its tables; their conversions are one setting. */
function gravest(verdicts: readonly DirectedVerdict[]): Judged {
  const kinds = verdicts.map(({ verdict }) => verdict);
  return {
    verdict: gravity.findLast(kind => kinds.includes(kind)) ?? 'applies',
    conversions: [...new Set(verdicts.flatMap(({ conversions }) => conversions ?? []))].sort().join(),
    errnos: verdicts.flatMap(({ errnos }) => errnos ?? []),
  };
}

function cellOf(title: string, judged: Judged, trials: readonly RecordedTrial[]): Cell {
  const [{ direction, rowImage }] = trials as readonly [RecordedTrial];
  return { title, direction, rowImage, ...judged, really: reallyOf(judged, trials), trials };
}

function reallyOf({ verdict, conversions }: Judged, trials: readonly RecordedTrial[]): Cell['really'] {
  const plain = trials.find(trial => trial.conversions === conversions);
  if (plain === undefined) throw new Error(`nobody tried ${conversions}`);
  const applied = (trial: RecordedTrial) => trial.outcome === 'equal';
  if (verdict === 'applies') return trials.find(trial => !applied(trial)) ?? plain;
  if (verdict === 'applies-with-conversion') return plain;
  return trials.find(applied) ?? plain;
}
