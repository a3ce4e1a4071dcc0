/** The generated part of `docs/verdicts.md`: what the judges say of every case, and how often they are right. */
import { type Cell, didApply, isCalled } from './verdict-matrix.js';
import { type Direction, directions, type RowImage, rowImages } from './verdict-trials.js';

type Matrices = ReadonlyMap<string, readonly Cell[]>;

/** The first line of what is generated. */
export const reportBegins = '## How often';

export function reportVerdicts(matrices: Matrices): string {
  const all = [...matrices];
  return `${[
    reportBegins,
    counts(all.flatMap(([server, cells]) => ways().map(way => countRow(server, cells, way)))),
    ...all.flatMap(([server, cells]) => [`## ${server}: refused though it applies`, needless(cells)]),
    ...all.flatMap(([server, cells]) => [`## ${server}: every case`, table(cells)]),
  ].join('\n\n')}\n`;
}

type Way = readonly [Direction, RowImage];

function ways(): readonly Way[] {
  return directions.flatMap(direction => rowImages.map(image => [direction, image] as const));
}

function ofWay(cells: readonly Cell[], [direction, rowImage]: Way): readonly Cell[] {
  return cells.filter(cell => cell.direction === direction && cell.rowImage === rowImage);
}

function counts(rows: readonly string[]): string {
  const head = '| server | direction | row image | cases | applied | said so | said so in vain |';
  return [head, '|---|---|---|--:|--:|--:|--:|', ...rows].join('\n');
}

function countRow(server: string, cells: readonly Cell[], way: Way): string {
  const here = ofWay(cells, way);
  const applied = here.filter(didApply);
  const called = applied.filter(isCalled).length;
  const percent = ((100 * called) / applied.length).toFixed(1);
  const wrong = here.filter(isCalled).length - called;
  const numbers = [here.length, applied.length, `${called} (${percent} %)`, wrong];
  return `| ${[server, ...way, ...numbers].join(' | ')} |`;
}

function needless(cells: readonly Cell[]): string {
  return ways()
    .map(way => {
      const refused = ofWay(cells, way).filter(cell => didApply(cell) && !isCalled(cell));
      return [
        `### ${way.join(', ')}`,
        '',
        ...refused.map(({ title, verdict }) => `- ${code(title)}: ${verdict}`),
      ].join('\n');
    })
    .join('\n\n');
}

function table(cells: readonly Cell[]): string {
  const titles = [...new Set(cells.map(({ title }) => title))];
  const rows = titles.map(title => {
    const own = cells.filter(cell => cell.title === title);
    return `| ${[code(title), ...ways().map(way => describe(ofWay(own, way)[0]))].join(' | ')} |`;
  });
  return [
    `| change | ${ways()
      .map(way => way.join(', '))
      .join(' | ')} |`,
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function code(title: string): string {
  return `\`${title.length > 90 ? `${title.slice(0, 89)}…` : title}\``.replaceAll('|', '\\|');
}

/** The verdict, and where that does not say it already, what came of it. */
function describe(cell: Cell | undefined): string {
  if (cell === undefined) return 'nothing to write';
  const { verdict, conversions, really } = cell;
  const said = conversions === '' ? verdict : `applies with ${conversions}`;
  if (isCalled(cell) && didApply(cell)) return said;
  return `${said} (${really.outcome}${really.errno === null ? '' : ` ${really.errno}`})`;
}
