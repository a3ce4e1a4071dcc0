/** Starts the writers of a workload against a sandbox, and knows their logs. */
import { join } from 'node:path';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import { until } from '../until.js';
import { forkProgram, type Program } from './program.js';
import type { Workload } from './workload.js';
import { type Attempt, readWriteLog } from './write-log.js';
import type { WriterInput, WriterReport } from './writer.js';

export type Writers = {
  /** Writes so far, by what the writers told a moment ago. */
  count(): WriterReport;
  /** Resolves when so many writes are acknowledged in all. */
  reach(acknowledged: number): Promise<void>;
  /** Resolves when so many more writes are acknowledged. */
  acknowledge(more: number): Promise<void>;
  /** Lets each end its write. Rejects when one of them failed. */
  stop(): Promise<void>;
  kill(): Promise<void>;
  /** One log each, as they are now. */
  logs(): readonly (readonly Attempt[])[];
};

/** Each writer is a process of its own; all are connected when this resolves. Logs go to `folder`. */
export async function startWriters(sandbox: Sandbox, workload: Workload, folder: string): Promise<Writers> {
  const { user, password, serverPublicKey } = await sandbox.endpoint('a', 'app');
  const { pointerFile, database } = sandbox;
  const inputs: readonly WriterInput[] = Array.from({ length: workload.writers }, (_, writer) => {
    const logFile = join(folder, `writer-${writer}.log`);
    return {
      ...{ writer, workload, pointerFile, logFile, user, password, database },
      ...(serverPublicKey === undefined ? {} : { serverPublicKey }),
    };
  });
  const program = new URL('../../../bundle/tests/writer.js', import.meta.url);
  const writers = await Promise.all(
    inputs.map(input => forkProgram<WriterInput, WriterReport>(program, input)),
  );
  const count = () => sum(writers);
  const reach = async (goal: number): Promise<void> => {
    while (count().acknowledged < goal) {
      const before = count().acknowledged;
      await until('writes are acknowledged', () => count().acknowledged > before);
    }
  };
  return {
    count,
    reach,
    acknowledge: more => reach(count().acknowledged + more),
    stop: async () => void (await Promise.all(writers.map(writer => writer.stop()))),
    kill: async () => void (await Promise.all(writers.map(writer => writer.kill()))),
    logs: () => inputs.map(({ logFile }) => readWriteLog(logFile)),
  };
}

function sum(writers: readonly Program<WriterReport>[]): WriterReport {
  const total = { acknowledged: 0, refused: 0, unknown: 0 };
  for (const writer of writers) {
    const report = writer.latest() ?? { acknowledged: 0, refused: 0, unknown: 0 };
    total.acknowledged += report.acknowledged;
    total.refused += report.refused;
    total.unknown += report.unknown;
  }
  return total;
}
