/** `dbshift procs test`: the tests of the project's programs, several at a time. Needs no pair. */
import type { Config } from '../../config/config.js';
import type { ProgramTest } from '../../programs/test/program-test.js';
import { openSession } from '../../server/connection.js';
import { untilStopped } from '../until-stopped.js';
import { readTests } from './list-test-files.js';
import { prepareTests } from './prepare-tests.js';
import { runTest, type TestLab, type TestResult } from './run-test.js';
import { type ServerWish, withTestServer } from './test-server.js';

export type TestOptions = ServerWish & {
  /** Absolute; empty: all. */
  readonly files: readonly string[];
  /** How many tests run at once. */
  readonly jobs: number;
  readonly timeoutMs: number;
  /** Told when everything is ready, and then of each test in order. */
  readonly watch: TestWatch;
};

export type TestWatch = {
  planned(count: number, server: string): void;
  ended(result: TestResult): void;
};

/** All results in order. Throws ConfigError, RefusedError for programs that no server takes, StoppedError. */
export async function testPrograms(config: Config, options: TestOptions): Promise<readonly TestResult[]> {
  const tests = await readTests(config, options.files);
  const { timeoutMs, stop, watch } = options;
  return untilStopped(stop, 'stopped: the schemas of the tests are dropped', () =>
    withTestServer(config, options, async server => {
      const basis = await prepareTests(config, server, stop);
      watch.planned(tests.length, server.endpoint.label);
      return runAll({ server, basis, timeoutMs, stop, database: config.database }, tests, options);
    }),
  );
}

async function runAll(
  lab: TestLab,
  tests: readonly ProgramTest[],
  { jobs, watch }: Pick<TestOptions, 'jobs' | 'watch'>,
): Promise<readonly TestResult[]> {
  const results: TestResult[] = [];
  let told = 0;
  const queue = tests.entries();
  const lane = async () => {
    const control = await openSession(lab.server.endpoint);
    try {
      for (const [index, test] of queue) {
        if (lab.stop.aborted) return;
        results[index] = await runTest(lab, control, test);
        for (let next = results[told]; next !== undefined; next = results[++told]) watch.ended(next);
      }
    } finally {
      await control.close();
    }
  };
  const lanes = Array.from({ length: Math.min(jobs, tests.length) }, lane);
  const ended = await Promise.allSettled(lanes);
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  return results;
}
