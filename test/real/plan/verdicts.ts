/**
 * The proof of the verdict, on two real co-masters: each case in both directions and with both row images, and what
 * comes of it is what was recorded. `test/plan/verdict-matrix.ts` holds the judges against the records. `npm test`
 * tries a part, spread over all cases; `npm run test:full` all. `UPDATE_GOLDEN=1` records anew.
 */
import test from 'ava';
import { readApplier } from '../../../src/run/read-applier.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { everyServer, serverOfEachFlavor, testOn } from '../../helpers/server-test.js';
import type { VerdictCase } from '../../helpers/verdict-case.js';
import { verdictCases } from '../../helpers/verdict-cases.js';
import { type Lab, structuresIn, tryVerdict, verdictLab } from '../../helpers/verdict-lab.js';
import {
  type RecordedCase,
  type RecordedTrial,
  readRecord,
  recordedServers,
  writeRecord,
} from '../../helpers/verdict-record.js';
import { sampleOf, trialsOf } from '../../helpers/verdict-trials.js';

// Before anything is declared: AVA begins with the first wait after that.
const done = await recordedServers();

const labOf = verdictLab();
const labOfEngineKeys = verdictLab({ 'innodb-native-foreign-keys': 'ON' });

/** By server, while they are recorded. */
const recording = process.env.UPDATE_GOLDEN === '1' ? new Map<string, RecordedCase[]>() : null;

const comparable = serverOfEachFlavor.map(server =>
  recording !== null || done.includes(server.name)
    ? server
    : { name: server.name, flavor: server.flavor, skipped: 'not recorded' },
);

for (const [turn, known] of verdictCases.entries()) {
  const asked = comparable.filter(({ flavor }) => known.only === undefined || known.only === flavor);
  const short = recording === null && !everyServer;
  // One flavor for each case, by turns, and each flavor in all ways.
  const tried = short ? asked.filter((_, index) => index === Math.floor(turn / 4) % asked.length) : asked;
  testOn(tried)(`what is recorded is what happens: ${known.title}`, async (t, image) => {
    const found = await tryCase(image, known, short ? turn : null);
    if (recording !== null) {
      recording.set(image.name, [...(recording.get(image.name) ?? []), found]);
      t.pass();
      return;
    }
    const recorded = (await readRecord(image.name)).find(({ title }) => title === known.title);
    t.deepEqual(found.seen, recorded?.seen);
    t.deepEqual(found.applier, recorded?.applier);
    for (const { errno, outcome, ...trial } of found.trials) {
      const was = recorded?.trials.find(one => isSameTrial(one, trial));
      t.is<unknown, unknown>(outcome, was?.outcome, `${JSON.stringify(trial)}: ${errno}`);
    }
  });
}

test.after.always('records are written', async () => {
  for (const [server, cases] of recording ?? []) await renewRecord(server, cases);
});

/** Cases that were not tried now stay as they are, as long as there are such. */
async function renewRecord(server: string, tried: readonly RecordedCase[]): Promise<void> {
  const known = await readRecord(server).catch(() => []);
  const all = new Map([...known, ...tried].map(one => [one.title, one]));
  await writeRecord(
    server,
    verdictCases.flatMap(({ title }) => all.get(title) ?? []),
  );
}

/** All trials, or those of the turn. */
async function tryCase(image: ServerImage, known: VerdictCase, turn: number | null): Promise<RecordedCase> {
  const lab = await (known.engineKeys ? labOfEngineKeys : labOf)(image);
  const seen = await structuresIn(lab, known);
  const all = trialsOf(known, image.flavor);
  const trials: RecordedTrial[] = [];
  for (const trial of turn === null ? all : sampleOf(all, turn)) {
    const { outcome, errno } = await tryVerdict(lab, known, { trial, seen });
    trials.push({ ...trial, outcome, errno });
  }
  // As it is when it has been read from a file.
  return JSON.parse(JSON.stringify({ title: known.title, applier: await applierOf(lab), seen, trials }));
}

/** What the verdict asks of it, and no more. */
async function applierOf({ flavor: words, active }: Lab): Promise<RecordedCase['applier']> {
  const { flavor, capabilities } = await readApplier(words, active);
  const { appliesExpressionDefaults, matchesEventColumns, computesSoughtColumns } = capabilities;
  const { checksRowEvents, logsCascades } = capabilities;
  return {
    flavor,
    capabilities: {
      ...{ appliesExpressionDefaults, matchesEventColumns, computesSoughtColumns },
      ...{ checksRowEvents, logsCascades },
    },
  };
}

function isSameTrial(one: RecordedTrial, other: Omit<RecordedTrial, 'outcome' | 'errno'>): boolean {
  return (
    one.direction === other.direction &&
    one.rowImage === other.rowImage &&
    one.conversions === other.conversions
  );
}
