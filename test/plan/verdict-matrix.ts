/** The law: nothing is said to apply that did not, on any server, in either direction, with either row image. */
import { readFile } from 'node:fs/promises';
import test from 'ava';
import { isCommitted } from '../helpers/golden.js';
import { verdictCases } from '../helpers/verdict-cases.js';
import { type Cell, didApply, isCalled, matrixOf } from '../helpers/verdict-matrix.js';
import { readRecord, recordedServers } from '../helpers/verdict-record.js';
import { reportBegins, reportVerdicts } from '../helpers/verdict-report.js';
import { safeChanges } from '../helpers/verdict-safe.js';
import { directions, rowImages } from '../helpers/verdict-trials.js';

const servers = await recordedServers();
const matrices = new Map<string, readonly Cell[]>();
for (const server of servers) matrices.set(server, matrixOf(await readRecord(server)));

test('both flavors are recorded, and every case has a title of its own', t => {
  t.true(servers.includes('mariadb 10.11') && servers.includes('mysql 9.7'), servers.join());
  const titles = verdictCases.map(({ title }) => title);
  t.deepEqual(
    titles.filter((title, at) => titles.indexOf(title) !== at),
    [],
  );
});

for (const [server, cells] of matrices) {
  const flavor = server.startsWith('mysql') ? 'mysql' : 'mariadb';
  const names = (some: readonly Cell[]) =>
    some.map(
      ({ title, direction, rowImage, really }) => `${title} (${direction}, ${rowImage}): ${really.outcome}`,
    );

  test(`every case is recorded, and there are at least 120 [${server}]`, t => {
    const expected = verdictCases.filter(({ only }) => only === undefined || only === flavor);
    t.deepEqual(
      [...new Set(cells.map(({ title }) => title))].sort(),
      expected.map(({ title }) => title).sort(),
    );
    t.true(expected.length >= 120);
  });

  test(`whatever is said to apply has left equal rows, whatever the applier was told to convert [${server}]`, t => {
    t.deepEqual(names(cells.filter(cell => isCalled(cell) && !didApply(cell))), []);
  });

  test(`whatever is said to stop has stopped with that error, and lost nothing where it did not [${server}]`, t => {
    const stopping = cells.filter(({ verdict }) => verdict === 'stops');
    t.deepEqual(names(stopping.filter(cell => !stopsAsSaid(cell))), []);
  });

  for (const direction of directions)
    for (const rowImage of rowImages)
      test(`nine in ten of the changes that apply are said to: ${direction}, ${rowImage} [${server}]`, t => {
        const here = cells.filter(cell => cell.direction === direction && cell.rowImage === rowImage);
        const applied = here.filter(didApply);
        const called = applied.filter(isCalled);
        t.true(
          called.length >= 0.9 * applied.length,
          names(applied.filter(cell => !isCalled(cell))).join('\n'),
        );
      });

  for (const [rule, verdict, titles] of safeChanges(flavor))
    test(`what is safe is called so: ${rule} [${server}]`, t => {
      for (const title of titles) {
        const cell = cells.find(
          one => one.title === title && one.direction === 'old→new' && one.rowImage === 'FULL',
        );
        t.is<unknown, unknown>(cell?.verdict, verdict, title);
      }
    });
}

/** With whole rows it stops in any case; else a row that would have stopped it may not have what it stops at. */
function stopsAsSaid({ rowImage, errnos, trials }: Cell): boolean {
  const stoppedSo = trials.filter(
    ({ outcome, errno }) => outcome === 'stopped' && errnos.includes(errno ?? 0),
  );
  const plain = trials.filter(({ conversions }) => conversions === '');
  return rowImage === 'FULL'
    ? plain.every(trial => stoppedSo.includes(trial))
    : trials.every(trial => stoppedSo.includes(trial) || trial.outcome !== 'differs');
}

test('the table in the documentation is what the judges say and the servers did', async t => {
  const page = await readFile(new URL('../../../docs/verdicts.md', import.meta.url), 'utf8');
  const [words = ''] = page.split(reportBegins);
  await isCommitted(t, 'docs/verdicts.md', `${words}${reportVerdicts(matrices)}`);
});
