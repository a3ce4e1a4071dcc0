/** `dbshift procs test`: runs the tests of the stored programs and tells of each as it ends. */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { TestResult } from '../../../run/programs/run-test.js';
import { type TestWatch, testPrograms } from '../../../run/programs/test-programs.js';
import type { Context } from '../../context.js';
import { type ExitCode, exitCodes } from '../../exit.js';
import { findConfig } from '../../find-config.js';
import type { Output } from '../../output.js';
import { tapBailOut, tapEnd, tapHead, tapResult } from '../../render/tap.js';
import { untilSignal } from '../../until-signal.js';

export type TestFlags = { readonly jobs?: number; readonly server?: string; readonly timeout?: number };

/** A test that takes longer waits for something that does not come. */
const longestMs = 60_000;

export async function testCommand(
  context: Context,
  { jobs = availableParallelism(), timeout = longestMs, server }: TestFlags,
  files: readonly string[],
): Promise<ExitCode> {
  const { output, json, cwd } = context;
  const config = await findConfig(context);
  const watch = json ? silent : tapWatch(output);
  const results = await untilSignal(output, stop =>
    testPrograms(config, {
      files: files.map(file => resolve(cwd, file)),
      ...(server === undefined ? {} : { server }),
      ...{ jobs, timeoutMs: timeout, stop, watch },
    }),
  ).catch((error: unknown) => {
    watch.gaveUp(error instanceof Error ? error.message : String(error));
    throw error;
  });
  if (json) output.print(JSON.stringify({ tests: results.map(jsonOf) }, null, 2));
  else output.print(tapEnd(results));
  return results.every(({ failure }) => failure === null) ? exitCodes.done : exitCodes.failed;
}

type Watch = TestWatch & { gaveUp(reason: string): void };

const silent: Watch = { planned: () => undefined, ended: () => undefined, gaveUp: () => undefined };

function tapWatch({ print }: Output): Watch {
  let count = 0;
  let planned = false;
  return {
    planned: (tests, server) => {
      planned = true;
      for (const line of tapHead(tests, server)) print(line);
    },
    ended: result => {
      count += 1;
      for (const line of tapResult(result, count)) print(line);
    },
    gaveUp: reason => (planned ? print(tapBailOut(reason)) : undefined),
  };
}

function jsonOf({ test, failure, ms }: TestResult) {
  const { file, line, name } = test;
  return { file, line, name, passed: failure === null, ms, ...(failure === null ? {} : { failure }) };
}
