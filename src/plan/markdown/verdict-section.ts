/**
 * The verdicts of the tables, both ways, the gravest first. What applies both ways needs no row of its own: in a large
 * plan it would hide what does not. Pure.
 */
import type { Plan } from '../plan.js';
import type { ReviewedTable } from '../review.js';
import { adviceNumbers, advise } from './advice.js';
import { budgeted } from './budgeted.js';
import { code, codes, count, head, inline, row } from './markup.js';
import { placesByFile } from './place.js';
import { reasonGroups, reasonsOf } from './reasons.js';
import { nameOnly } from './sentence.js';
import { appliesBothWays, type VerdictCell, type VerdictRow, verdictRows } from './verdict-rows.js';

const bytesForNumbers = 5000;

/** Every table with its reasons; some tables of each row; how many tables have which verdict. */
export function verdicts(plan: Plan): readonly string[] {
  const rows = verdictRows(plan);
  if (rows.length === 0) return [];
  const safe = rows.filter(isSafe).flatMap(({ tables }) => tables);
  const others = rows.filter(one => !isSafe(one));
  const applying = safe.length === 0 ? '' : `Row events apply both ways as they are: ${tablesOf(safe, 12)}`;
  const form = (...parts: readonly string[]) => [...parts, applying].filter(Boolean).join('\n\n');
  if (others.length === 0) return [applying];
  return [
    form(tableOf(plan, others, Number.POSITIVE_INFINITY), footnotes(plan)),
    form(tableOf(plan, others, 6), footnotes(plan)),
    form(numbersOf(others)),
  ];
}

function isSafe({ tables: [table] }: VerdictRow): boolean {
  return table !== undefined && appliesBothWays(table);
}

function tablesOf(tables: readonly ReviewedTable[], most: number): string {
  const names = codes(
    tables.map(({ name }) => name),
    most,
  );
  return tables.length > 6 ? `${names} (${count(tables.length, 'table')})` : names;
}

const names = ['Old events on the new table', 'New events on the old table'];

function tableOf(plan: Plan, rows: readonly VerdictRow[], most: number): string {
  const numbers = adviceNumbers(plan);
  const lines = rows.map(({ tables, oldToNew, newToOld }) =>
    row([
      `${tablesOf(tables, most)}${statementsOf(plan, tables)}`,
      cellOf(oldToNew, numbers),
      cellOf(newToOld, numbers),
    ]),
  );
  return `${head(['Table', ...names])}\n${lines.join('\n')}`;
}

/** Of few tables where they are refused; of many the list of reasons says it. */
function statementsOf(plan: Plan, tables: readonly ReviewedTable[]): string {
  const own = new Set(tables.map(({ name }) => name));
  const refused = reasonsOf(plan).filter(({ subject }) => own.has(subject.split('.')[0] ?? ''));
  if (refused.length === 0 || tables.length > 6) return '';
  const places = placesByFile(refused.map(nameOnly)).map(({ text }) => text);
  return `<br>refused: ${places.join('; ')}`;
}

function cellOf({ verdict, lines }: VerdictCell, numbers: ReadonlyMap<string, number>): string {
  const said = lines.slice(0, 4).map(({ text, answer }) => {
    if (answer !== null) return `${code(text, 200)} ${answer}`;
    const number = numbers.get(text);
    return number === undefined ? inline(text, 300) : `→ (${number})`;
  });
  return [verdict === 'applies' ? verdict : `**${verdict}**`, ...said].join('<br>');
}

/** Numbered advice that no refusal has told. */
function footnotes(plan: Plan): string {
  const hints = new Set(reasonGroups(plan).map(({ hint }) => hint));
  return [...adviceNumbers(plan)]
    .filter(([text]) => !hints.has(text))
    .map(([text, number]) => advise(text, number, true))
    .join('<br>');
}

function numbersOf(rows: readonly VerdictRow[]): string {
  const numbers = new Map<string, number>();
  for (const { tables, oldToNew, newToOld } of rows) {
    const cells = row([`**${oldToNew.verdict}**`, `**${newToOld.verdict}**`]);
    numbers.set(cells, (numbers.get(cells) ?? 0) + tables.length);
  }
  const lines = [...numbers].map(([cells, number]) => `| ${count(number, 'table')} ${cells}`);
  const left = (number: number) => row([`_${count(number, 'row')} more_`, '', '']);
  return `${head(['Tables', ...names])}\n${budgeted(lines, { bytes: bytesForNumbers, left })}`;
}
