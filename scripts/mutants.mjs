// Deliberate faults: each is put into a copy of the build, and a named test on real servers must turn red by it. A
// test that stays green proves less than it says. `npm run test:mutants [NAME…]`; `npm test` has shown before that
// the same tests are green without a fault.
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const leg = [
  'real/run/leg.js',
  'a leg changes one side alone, is in no binlog, and leaves no setting changed',
];
const flips = [
  'real/run/flip.js',
  'flips under eight writers lose no acknowledged write and never have two writers',
];
const slowApplier = [
  'faults/slow-applier.js',
  'a passive that is behind when the active is closed is not opened before it has everything',
];

/** `edits`: file in dist/src, text that must be there exactly once, what stands there instead. `test`: file, title. */
const mutants = [
  {
    name: 'binlog left on in a leg',
    edits: [
      ['run/leg-session.js', "binlogged = how === 'leg' ? 0 : 1", 'binlogged = 1'],
      ['run/leg-session.js', "how === 'leg' ? { log: 0, ro: 1 }", "how === 'leg' ? { log: 1, ro: 1 }"],
    ],
    test: leg,
  },
  {
    name: 'promote before drain',
    edits: [
      ['engine/rules.js', "flipping(v) && v.distance !== 'exact',", 'false,'],
      ['engine/rules.js', "v.distance === 'exact' && v.conversions !== 'set'", 'true'],
      ['engine/rules.js', "(v.distance === 'ahead' || (v.distance === 'exact' && !v.repointFailed))", 'true'],
      ['engine/rules.js', "v.distance !== 'ahead' && (v.distance !== 'exact' || v.repointFailed)", 'false'],
      ['run/flip-actions.js', '!(await readFacts(lower, flavor)).executed.contains(executed)', 'false'],
    ],
    test: slowApplier,
  },
  {
    name: 'pointer not moved',
    edits: [['run/flip-actions.js', 'if (value.active === to)\n', 'if (value.active !== undefined)\n']],
    test: flips,
  },
  {
    name: 'journal in the binlog',
    edits: [
      ['server/server-link.js', 'SET SESSION sql_log_bin = 0', 'SET SESSION sql_log_bin = 1'],
      ['journal/journal.js', '!(await isUnlogged(session))', 'false'],
    ],
    test: flips,
  },
  {
    name: 'applier left on hold',
    edits: [['flavor/mariadb.js', "'CHANGE MASTER TO MASTER_DELAY = 0'", "'DO 0'"]],
    test: leg,
  },
  {
    name: "knex's lock left held",
    edits: [['run/perform.js', 'return unlockKnex(deps, side)', 'return']],
    test: leg,
  },
];

const root = fileURLToPath(new URL('..', import.meta.url));
const wanted = process.argv.slice(2);
if (wanted[0] === '--check') await checkEdits();
else
  process.exitCode = await runAll(mutants.filter(({ name }) => wanted.length === 0 || wanted.includes(name)));

/** The texts are those of the build as it is now: a fault that cannot be made any more must not pass unseen. */
async function checkEdits() {
  for (const { name, edits } of mutants) await edited(join(root, 'dist/src'), name, edits);
  console.log(`${mutants.length} faults can be made`);
}

async function runAll(chosen) {
  let survived = 0;
  for (const mutant of chosen) {
    const begun = performance.now();
    const reason = await reasonToFail(mutant);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    if (reason === null) survived += 1;
    console.log(`${reason === null ? '✘ SURVIVED' : '✔ killed'}  ${mutant.name}  (${seconds} s)`);
    console.log(`    test    ${mutant.test[1]}${reason === null ? '' : `\n    reason  ${reason}`}`);
  }
  console.log(`\n${chosen.length - survived} killed, ${survived} survived`);
  return survived > 0 || chosen.length === 0 ? 1 : 0;
}

/** What the named test says about the fault; null when it is content. */
async function reasonToFail({ name, edits, test: [file, title] }) {
  const folder = await mkdtemp(join(tmpdir(), 'dbshift-mutant-'));
  try {
    for (const entry of ['dist', 'bin', 'migrations', 'procedures', 'package.json'])
      await cp(join(root, entry), join(folder, entry), { recursive: true });
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const [path, source] of await edited(join(folder, 'dist/src'), name, edits))
      await writeFile(path, source);
    return readOutcome(await runTest(folder, join('dist/test', file), title), title);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Sources by path, with the fault in them. */
async function edited(folder, name, edits) {
  const sources = new Map();
  for (const [file, search, replacement] of edits) {
    const path = join(folder, file);
    const source = sources.get(path) ?? (await readFile(path, 'utf8'));
    const times = source.split(search).length - 1;
    if (times !== 1)
      throw new Error(`the fault "${name}" needs new texts: ${file} has this ${times} times: ${search}`);
    sources.set(
      path,
      source.replace(search, () => replacement),
    );
  }
  return sources;
}

async function runTest(folder, file, title) {
  const ava = spawn('node_modules/.bin/ava', ['--tap', '--match', `*${title}*`, file], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return text(ava.stdout);
}

function readOutcome(tap, title) {
  const lines = tap.split('\n');
  const outcome = lines.find(line => /^(not )?ok \d+ - /.test(line) && line.includes(title));
  if (outcome === undefined) throw new Error(`the test did not run: ${title}\n${tap}`);
  if (!outcome.startsWith('not')) return null;
  // The first line of what there was and should not have been, else what was missing, else the message.
  const told = [/^ {8,}- +(.*)/, /^ {8,}\+ +(.*)/, /^ +message: +(.*)/]
    .map(pattern => lines.map(line => pattern.exec(line)?.[1]).find(found => found !== undefined))
    .find(found => found !== undefined);
  return told ?? 'no reason given';
}
