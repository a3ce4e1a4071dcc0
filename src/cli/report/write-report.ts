/** Keeps the report of a run on disk: complete at each moment, however the run ends. */
import { randomBytes } from 'node:crypto';
import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../../errors.js';
import type { TimedEvent } from '../render/timed-event.js';
import { readVersion } from '../version.js';
import { writeWhole } from '../write-whole.js';
import { reportJson, reportMarkdown } from './render-report.js';
import { beginReport, isCalm, type Report, reportError, reportEvent } from './report.js';

export type ReportKeeper = {
  /** Takes an event in; writes at the beginning of steps, never while writes are paused. */
  see(timed: TimedEvent): Promise<void>;
  /** Writes for the last time; throws never. */
  end(error?: unknown): Promise<ReportEnd>;
};

/** `path` is of the Markdown file; `problem` is why it is not there, or not complete. */
export type ReportEnd = { readonly path: string; readonly problem: string | null };

/** Throws ConfigError when the folder cannot be made or written: before the run, not after it. */
export async function keepReport(folder: string, goal: Report['goal']): Promise<ReportKeeper> {
  await assertWritable(folder);
  const startedAt = Date.now();
  let report = beginReport(goal, startedAt);
  // The name stays when the run's id becomes known: two files of one run would be one too many.
  const name = `${stampOf(startedAt)}-${goal}-${randomBytes(2).toString('hex')}`;
  const paths = { markdown: join(folder, `${name}.md`), json: join(folder, `${name}.json`) };
  const write = async (): Promise<void> => {
    const version = readVersion();
    await writeWhole(paths.json, `${JSON.stringify(reportJson(report, version), null, 2)}\n`);
    await writeWhole(paths.markdown, reportMarkdown(report, version));
  };
  return {
    see: async timed => {
      report = reportEvent(report, timed);
      // A full disk must not end a run.
      if (isCalm(timed.event)) await write().catch(() => undefined);
    },
    end: async error => {
      if (error !== undefined) report = reportError(report, error);
      const path = paths.markdown;
      return write().then(
        () => ({ path, problem: null }),
        ({ code }: NodeJS.ErrnoException) => ({
          path,
          problem: `the report could not be written (${code}): ${path}`,
        }),
      );
    },
  };
}

async function assertWritable(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    throw new ConfigError(
      `reports cannot be written to ${folder} (${(error as NodeJS.ErrnoException).code})`,
      { hint: 'name a folder that this account may write with --report or `reports`' },
    );
  }
}

/** `20260301T120000Z`: files sort by time. */
function stampOf(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/gu, '');
}
