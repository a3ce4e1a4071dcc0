import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import type { TimedEvent } from '../../../src/cli/render/timed-event.js';
import { reportJson, reportMarkdown } from '../../../src/cli/report/render-report.js';
import {
  beginReport,
  isCalm,
  type Report,
  reportError,
  reportEvent,
} from '../../../src/cli/report/report.js';
import { keepReport } from '../../../src/cli/report/write-report.js';
import { ConfigError, PreflightError } from '../../../src/errors.js';
import { folderWith } from '../../helpers/folder-with.js';
import { isGolden } from '../../helpers/golden.js';
import { givenUpRun, stoppedRun, wholeRun } from '../../helpers/recorded-run.js';
import { base } from '../../helpers/views.js';

const startedAt = Date.UTC(2026, 2, 1, 12);

const reportOf = (events: readonly TimedEvent[]): Report =>
  events.reduce(reportEvent, beginReport('migrate', startedAt));

test('the reports of whole, given-up and stopped runs, as people read them', async t => {
  const pages = [wholeRun, givenUpRun, stoppedRun].map(run => reportMarkdown(reportOf(run()), '0.1.0'));
  await isGolden(t, 'cli/reports.md', pages.join('\n'));
});

test('the JSON has the same facts, with times in UTC', t => {
  const json = reportJson(reportOf(wholeRun()), '0.1.0') as Record<string, unknown>;
  t.like(json, { form: 'dbshift-report', startedAt: '2026-03-01T12:00:00.000Z', goal: 'migrate' });
  t.like(json.outcome, { kind: 'done', exitCode: 0 });
  t.like(json.roles, { active: 'b', passive: 'a' });
  t.is((json.flips as unknown[]).length, 1);
});

test('an error is the outcome, with its exit code and what to do next', t => {
  const error = new PreflightError('the pair is not ready', {
    hint: 'see to it',
    findings: [{ id: 'lag', where: 'server b', message: 'is behind' }],
  });
  const report = reportError(beginReport('migrate', startedAt), error);
  t.like(report.outcome, { kind: 'failed', exitCode: 3, next: 'see to it' });
  t.regex(reportMarkdown(report, '0.1.0'), /- outcome: error: the pair is not ready server b is behind/u);
});

test('what a server says is text on the page, and steers nothing', t => {
  const page = reportMarkdown(reportOf(givenUpRun()), '0.1.0');
  t.false(page.includes('\u001B'));
  const hostile = reportError(beginReport('flip', startedAt), new ConfigError('a | b <script>\n# title'));
  t.regex(reportMarkdown(hostile, '0'), /outcome: error: a \| b &lt;script> # title/u);
});

test('a report is complete on disk while the run goes on, and after its end', async t => {
  const folder = await folderWith(t);
  const keeper = await keepReport(join(folder, 'new'), 'migrate');
  const [first, second] = wholeRun();
  for (const event of [first, second]) if (event !== undefined) await keeper.see(event);
  const read = async (): Promise<string> => {
    const names = (await readdir(join(folder, 'new'))).filter(name => name.endsWith('.md'));
    t.is(names.length, 1);
    return readFile(join(folder, 'new', names[0] ?? ''), 'utf8');
  };
  t.regex(
    await read(),
    /^# dbshift migrate: running\n(.*\n)*- what to do next: run `dbshift migrate` again/u,
  );
  for (const event of wholeRun().slice(2)) await keeper.see(event);
  t.like(await keeper.end(), { problem: null });
  t.regex(await read(), /^# dbshift migrate: done/u);
  t.deepEqual(
    (await readdir(join(folder, 'new'))).filter(name => name.includes('draft')),
    [],
  );
});

test('nothing is written while writes are paused', t => {
  const step = (id: 'fence' | 'migrate' | 'promote', situation: 'steady' | 'fenced') =>
    isCalm({ type: 'step', step: id, title: 't', view: { ...base, situation } });
  t.true(step('migrate', 'steady'));
  t.false(step('fence', 'steady'));
  t.false(step('promote', 'fenced'));
  t.false(isCalm({ type: 'flipped', from: 'a', to: 'b', pauseMs: 1 }));
});

test('a folder that cannot be made is refused before the run', async t => {
  const folder = await folderWith(t, { file: '' });
  await t.throwsAsync(keepReport(join(folder, 'file', 'x'), 'flip'), {
    instanceOf: ConfigError,
    message: /reports cannot be written to .* \(ENOTDIR\)/u,
  });
});
