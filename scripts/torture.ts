/**
 * `npm run torture -- --runs N --seed S --flavor F`: real migrations under writers, one fault a run, the same command
 * again until it ends, one verdict. Stops at the first violation with everything that is needed to see it again.
 * `--from R` begins with run R of the seed; `--fault NAME` takes that one in every run.
 */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sides } from '../src/pair/side.js';
import { findImage } from '../src/sandbox/find-image.js';
import type { ServerImage } from '../src/sandbox/server-image.js';
import { type Arena, type Contest, openArena } from '../test/helpers/torture/arena.js';
import { faultOf } from '../test/helpers/torture/faults.js';
import { drawScenario, type Scenario } from '../test/helpers/torture/scenario.js';
import { type Counted, renderTable } from '../test/helpers/torture/table.js';
import { type RunResult, tortureRun } from '../test/helpers/torture/torture-run.js';
import { describeTrigger } from '../test/helpers/torture/trigger.js';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '1' },
    flavor: { type: 'string', default: 'mariadb-10.11' },
    fault: { type: 'string' },
    /** Go on after a violation, on a new pair. */
    'keep-going': { type: 'boolean', default: false },
    /** No run begins later than this. */
    minutes: { type: 'string', default: '600' },
  },
});

const seed = Number(options.seed);
const first = Number(options.from);
const deadline = performance.now() + Number(options.minutes) * 60_000;
const folder = await mkdtemp(join(tmpdir(), 'dbshift-torture-'));
process.exitCode = await torture();

async function torture(): Promise<number> {
  const image = await findImage(options.flavor.replace('-', ' '));
  const counted: Counted[] = [];
  let arena: Arena | null = null;
  let violated = false;
  try {
    for (let run = first; run < first + Number(options.runs) && performance.now() < deadline; run++) {
      const drawn = drawScenario(seed, run);
      const scenario = options.fault === undefined ? drawn : { ...drawn, fault: faultOf(options.fault) };
      const begun: { arena: Arena; contest: Contest } = await begin(arena, image);
      arena = begun.arena;
      const result = await oneRun(begun.contest, scenario);
      counted.push({ fault: scenario.fault.name, result });
      if (result.violations.length === 0) continue;
      violated = true;
      if (!options['keep-going']) break;
      await arena.end();
      arena = null;
    }
    console.log(`\nseed ${seed}, ${options.flavor}\n${renderTable(counted)}`);
    if (!violated) await rm(folder, { recursive: true, force: true });
    return violated ? 1 : 0;
  } finally {
    await arena?.end();
  }
}

/** The pair that is there, made as new; where that is not to be had, another one. */
async function begin(arena: Arena | null, image: ServerImage): Promise<{ arena: Arena; contest: Contest }> {
  try {
    if (arena !== null) return { arena, contest: await arena.begin() };
  } catch (error) {
    console.log(`a new pair, because the last one cannot be made as new: ${(error as Error).message}`);
    await arena?.end();
  }
  const fresh = await openArena(image);
  return { arena: fresh, contest: await fresh.begin() };
}

async function oneRun(contest: Contest, scenario: Scenario): Promise<RunResult> {
  const { run, fault, trigger } = scenario;
  const place = join(folder, `run-${run}`);
  await mkdir(place);
  const begun = performance.now();
  const result = await tortureRun(contest, scenario, place).catch(brokenOff);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const { phase, commands, byPerson, gapMs, violations } = result;
  const how = violations.length > 0 ? 'VIOLATION' : byPerson ? 'by a person' : `${commands} commands`;
  const moment = fault.moment === undefined ? describeTrigger(trigger) : 'at its own moment';
  console.log(
    `seed ${seed} run ${run}  ${phase ?? 'missed'}  ${fault.name}, ${moment}: ${how}, gap ${(gapMs / 1000).toFixed(1)} s (${seconds} s)`,
  );
  if (violations.length === 0) await rm(place, { recursive: true });
  else await keep(contest, place, violations);
  return result;
}

/** Something of the torture itself failed: worth a look, too. */
function brokenOff(error: Error): RunResult {
  const violations = [`the torture broke off: ${error.stack}`];
  return { phase: null, commands: 1, byPerson: false, gapMs: 0, acknowledged: 0, violations };
}

async function keep({ sandbox }: Contest, place: string, violations: readonly string[]): Promise<void> {
  for (const side of sides) await cp(sandbox.servers[side].errorLog, join(place, `${side}.error.log`));
  await cp(join(sandbox.folder, 'writers'), join(place, 'writers'), { recursive: true });
  await cp(sandbox.pointerFile, join(place, 'pointer.json'));
  await writeFile(join(place, 'violations.txt'), violations.join('\n'));
  const run = place.slice(place.lastIndexOf('-') + 1);
  const fault = options.fault === undefined ? '' : ` --fault ${JSON.stringify(options.fault)}`;
  console.log(`
${violations.map(violation => `  ✘ ${violation}`).join('\n')}
  what happened   ${place}
  again           npm run torture -- --flavor ${options.flavor} --seed ${seed} --from ${run} --runs 1${fault}`);
}
