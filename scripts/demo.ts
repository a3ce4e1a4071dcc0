/**
 * `npm run demo`: a real pair, a table of half a million rows, eight writers, and heavy migrations under them. At the
 * end every write that was acknowledged is looked for on both servers. Only commands that users have; the writers and
 * the judge are those of the tests. Ends with an exit code other than 0 when anything is not as it must be.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sides } from '../src/pair/side.js';
import { openSandbox, type Sandbox } from '../src/sandbox/open-sandbox.js';
import { withSession } from '../src/server/connection.js';
import { inspectEnd, waitSettled } from '../test/helpers/oracle/inspect-end.js';
import { startOracle, type Verdict } from '../test/helpers/oracle/oracle.js';
import { fillStatements, ordersTable, type Workload } from '../test/helpers/oracle/workload.js';
import { dbshift } from './demo/dbshift.js';
import { writeMigrations } from './demo/migrations.js';

const workload: Workload = { table: 'orders', rows: 500_000, counters: 64, writers: 8 };

const folder = await mkdtemp(join(tmpdir(), 'dbshift-demo-'));
process.exitCode = await demo().finally(() => rm(folder, { recursive: true, force: true }));

/** Whatever happens, the servers are stopped. Resolves to the exit code. */
async function demo(): Promise<number> {
  const pair = join(folder, 'pair');
  if ((await dbshift(['sandbox', 'up', '--folder', pair], folder)) !== 0) return 2;
  try {
    await writeMigrations(join(pair, 'migrations'));
    return await underWriters(openSandbox(pair));
  } finally {
    await dbshift(['sandbox', 'down', '--folder', pair], folder);
  }
}

async function underWriters(sandbox: Sandbox): Promise<number> {
  await fill(sandbox);
  const roots = { a: await sandbox.root('a'), b: await sandbox.root('b') };
  try {
    await waitSettled(roots);
    const oracle = await startOracle({ sandbox, workload, roots });
    process.once('SIGINT', () => void oracle.abandon());
    try {
      console.log(`\n${workload.writers} processes insert, count and delete, each as fast as it can`);
      await oracle.writers.acknowledge(2000);
      const code = await migrate(sandbox.folder);
      if (code !== 0) return code;
      await oracle.writers.acknowledge(1000);
      const verdict = await oracle.judge();
      const left = await inspectEnd(roots, { database: sandbox.database, active: activeAfter(verdict) });
      return report(verdict, left);
    } finally {
      await oracle.abandon();
    }
  } finally {
    for (const side of sides) await roots[side].close();
  }
}

/** The plan ends with 1: there is something to do. */
async function migrate(cwd: string): Promise<number> {
  const plan = await dbshift(['plan'], cwd);
  if (plan !== 1) return plan || 2;
  const begun = performance.now();
  const code = await dbshift(['migrate', '--yes'], cwd);
  console.log(`\nmigrated in ${((performance.now() - begun) / 1000).toFixed(1)} s, exit code ${code}`);
  return code;
}

async function fill(sandbox: Sandbox): Promise<void> {
  console.log(`\nfilling ${workload.table} with ${workload.rows.toLocaleString('en')} rows`);
  const endpoint = { ...(await sandbox.endpoint('a', 'root')), database: sandbox.database };
  await withSession(endpoint, async session => {
    for (const sql of [ordersTable(workload.table), ...fillStatements(workload)]) await session.send(sql);
  });
}

function activeAfter({ pauses }: Verdict): 'a' | 'b' {
  return pauses.at(-1)?.to ?? 'a';
}

function report({ findings, pauses, outcomes, rows, samples }: Verdict, left: readonly string[]): number {
  const problems = [...findings, ...left];
  console.log(`
acknowledged writes   ${outcomes.acknowledged.toLocaleString('en')}, each looked for by content on both servers
turned away           ${outcomes.refused} (to be sent again), of unknown outcome and settled: ${outcomes.unknown}
rows                  a ${rows.a.toLocaleString('en')}, b ${rows.b.toLocaleString('en')}, checksums of all tables equal
two writers           never, in ${samples.reads.toLocaleString('en')} looks, both binlogs and both servers' logs`);
  for (const { from, to, ms } of pauses)
    console.log(`write pause           ${Math.round(ms)} ms as clients saw it, ${from} to ${to}`);
  if (problems.length === 0) {
    console.log('\nnothing lost, nothing twice, both sides equal');
    return 0;
  }
  console.error(`\nNOT as it must be:\n${problems.map(problem => `  ${problem}`).join('\n')}`);
  return 1;
}
