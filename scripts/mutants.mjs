// Deliberate faults: each is put into a copy of the build, and a named test on real servers must turn red by it. A
// test that stays green proves less than it says. `npm run test:mutants [NAME…]`; `npm test` has shown before that
// the same tests are green without a fault.
import { execFileSync, spawn } from 'node:child_process';
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

const deploys = title => ['real/programs/deploy.js', title];

const pause = title => ['engine/write-pause.js', title];
const byHand = title => ['engine/by-hand.js', title];

/** `edits`: file in dist/src, text that must be there exactly once, what stands there instead. `test`: file, title. */
const mutants = [
  {
    name: 'putting programs back leaves one out',
    edits: [
      [
        'run/programs/put-back.js',
        'changes: wayBack(deploy.changes.map(',
        'changes: wayBack(deploy.changes.slice(1).map(',
      ],
    ],
    test: deploys(
      'a deploy of 30 programs whose 17th is refused leaves every program as it was, on both servers',
    ),
  },
  {
    name: 'binlog left on while programs of the passive are put right',
    edits: [
      ['run/programs/bring-programs.js', "how === 'leg' ? 0 : 1", '1'],
      [
        'run/programs/bring-programs.js',
        "how === 'leg' ? { log: 0, ro: 1 }",
        "how === 'leg' ? { log: 1, ro: 1 }",
      ],
    ],
    test: deploys(
      'what is other on the passive alone is put right there, and nothing of that is in a binlog',
    ),
  },
  {
    name: 'a trigger is dropped and made again without a lock of its table',
    edits: [['programs/program-statements.js', 'lockText(before, after), ...replace, ', '...replace, ']],
    test: ['real/programs/callers.js', 'no row passes while a trigger is dropped and made again'],
  },

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
      ['engine/rules.js', "closing(v) && v.distance !== 'exact',", 'false,'],
      ['engine/rules.js', "v.distance === 'exact' && v.conversions !== 'set'", 'true'],
      ['engine/rules.js', "(v.distance === 'ahead' || (v.distance === 'exact' && !v.repointFailed))", 'true'],
      ['engine/rules.js', "v.distance !== 'ahead' && (v.distance !== 'exact' || v.repointFailed)", 'false'],
      ['run/flip-actions.js', 'flavor.showsAll(reached, target)', 'true'],
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
  {
    name: 'lock not checked',
    edits: [['server/advisory-lock.js', 'Number(taken?.got) === 1', 'true']],
    test: ['real/cli/migrate.js', 'a second run at the same time is told who is at work, and to come again'],
  },
  {
    name: 'a lost lock is not noticed',
    edits: [['engine/converge.js', 'ports.assertLocked();\n', ';\n']],
    test: pause('a lost lock on the passive gives the flip up under the lock of the active'),
  },
  {
    name: 'the record of a promotion skipped',
    edits: [['engine/record.js', "return [{ kind: 'promote', to: view.passive }]", 'return []']],
    test: pause('once a promotion may have been sent, an unreachable passive keeps the active closed'),
  },
  {
    name: 'the end of a flip not written down',
    edits: [['pair/view.js', "flipLanded: situation === 'steady'", "flipLanded: situation === 'never'"]],
    test: pause(
      'a flip whose run died once the pointer had moved is ended by the next run, old sessions too',
    ),
  },
  {
    name: 'half of a journal believed',
    edits: [['journal/journal.js', 'if (missing !== undefined)', 'if (false)']],
    test: pause('half of a journal is not enough to act on'),
  },
  {
    name: 'records of an older epoch acted on',
    edits: [['journal/fold.js', 'x.epoch - y.epoch || ', '']],
    test: [
      'journal/fold.js',
      'records of an older epoch change nothing but the settings that are still to be restored',
    ],
  },
  {
    name: 'unfence while the passive is ahead',
    edits: [['engine/blocks.js', "(v.situation === 'fenced' && (v.promoteSent || !v.flipOpen))", 'false']],
    test: pause(
      'a promoted passive that took writes and comes back closed keeps the active closed, and a person is asked',
    ),
  },
  {
    name: 'a write pause without a limit',
    edits: [['engine/predicates.js', '!v.overTime &&', 'true &&']],
    test: pause(
      'a passive that falls behind at the fence gives writes back in time, and the flip is tried again',
    ),
  },
  {
    name: 'a flip of what was not proved',
    edits: [
      ['engine/predicates.js', 'caughtUp(v) && v.verified && v.flip !== ', 'caughtUp(v) && v.flip !== '],
    ],
    test: ['engine/totality.js', 'every gates view has exactly one block, the goal, or one rule'],
  },
  {
    name: 'conversions left on at promote',
    edits: [
      [
        'engine/rules.js',
        "when: v => closing(v) && v.distance === 'exact' && v.conversions === 'set'",
        'when: () => false',
      ],
      ['engine/rules.js', "v.distance === 'exact' && v.conversions !== 'set'", "v.distance === 'exact'"],
    ],
    test: [
      'engine/converge.js',
      'any plan on any safe pair ends at the goal, without a hazard, with every write on both sides once',
    ],
  },
  {
    name: 'auto-start not prevented',
    edits: [
      ['flavor/mariadb.js', 'CHANGE MASTER TO MASTER_DELAY = $', 'CHANGE MASTER TO MASTER_DELAY = 0 -- $'],
    ],
    test: leg,
  },
  {
    name: 'an applier that somebody started is left running in a leg',
    edits: [
      [
        'engine/predicates.js',
        "bothHeld = (v) => v.activeApplier === 'held' && v.passiveApplier === 'held'",
        "bothHeld = (v) => v.activeApplier === 'held'",
      ],
    ],
    test: byHand('an applier that was started in the middle of a leg is held before the leg goes on'),
  },
  {
    name: 'the old side applies between the legs',
    edits: [['engine/rules.js', "betweenLegs(v) && v.activeApplier !== 'held'", 'false']],
    test: byHand(
      'an applier of the old side that was started between the legs is held again before the flip',
    ),
  },
  {
    name: 'a foreign change goes unnoticed',
    edits: [['engine/rules.js', "v.activeLevel === 'foreign' && mayApply(v)", 'false']],
    test: byHand('a foreign change between the legs stops the applier of the passive, and a person is asked'),
  },
  {
    name: 'lost conversions are not set again',
    edits: [
      ['engine/predicates.js', "passiveFollows(v) && v.conversions !== 'missing'", 'passiveFollows(v)'],
    ],
    test: byHand('conversions that were taken away between the legs are set again before the flip'),
  },
  {
    name: 'a promoted side that has taken writes is closed again',
    edits: [
      [
        'engine/rules.js',
        "(v.distance === 'ahead' || (v.distance === 'exact' && !v.repointFailed))",
        "(v.distance === 'exact' && !v.repointFailed)",
      ],
      [
        'engine/rules.js',
        "v.distance !== 'ahead' && (v.distance !== 'exact' || v.repointFailed)",
        "(v.distance !== 'exact' || v.repointFailed)",
      ],
    ],
    test: pause(
      'a promoted side that has taken writes is never closed again, however long a pointer refuses',
    ),
  },
  {
    name: 'a statement that was carried out is sent again',
    edits: [['run/resume-point.js', 'structure === now', 'structure === before']],
    test: ['run/resume-point.js', 'what was sent without an answer and can be seen was done'],
  },
  {
    name: 'a new column is not looked at',
    edits: [
      ['verify/row-checksum.js', 'passive.columns.slice(active.columns.length).flatMap(asItBegan)', '[]'],
    ],
    test: [
      'real/traps/replication.js',
      'foreign DDL between the legs: values that slid into a new column before anybody looked are found before the flip',
    ],
  },
  {
    name: 'the passive applies while a table is copied',
    edits: [['run/copy-table.js', 'flavor.holdApplier()', 'flavor.startApplier()']],
    test: [
      'real/cli/abort-copies.js',
      'a dropped column is copied from the active under writers, values of every type as they are',
    ],
  },
  {
    name: 'a flip that nobody approved',
    edits: [
      ['engine/blocks.js', "calm(v) && v.flip === 'unapproved'", 'false'],
      [
        'engine/rules.js',
        "atFlip(v) && v.flip === 'wanted'",
        "atFlip(v) && (v.flip === 'wanted' || v.flip === 'unapproved')",
      ],
    ],
    test: ['engine/stops.js', 'without an approval nothing flips, and the same command goes on after one'],
  },
  {
    name: 'a window that would lose something',
    edits: [
      ['pair/hold.js', "lossesOf(current, intent.replicas).length === 0 ? 'follow' : 'stay'", "'follow'"],
    ],
    test: [
      'real/cli/rollback.js',
      'where going back would lose something it is refused with the tables named, and the run is finished',
    ],
  },
  {
    name: 'a reviewed plan that moved',
    edits: [
      [
        'run/hold-to-plan.js',
        "refuseMoved(comparison, 'what would be run now is not what was reviewed');",
        '',
      ],
    ],
    test: ['real/cli/reviewed.js', 'a reviewed plan is refused, with what moved, after anything that moved'],
  },
  {
    name: 'lost data that nobody accepted',
    edits: [['plan/lint/refusals-of.js', "severity === 'error' && accepted === null", 'false']],
    test: [
      'real/cli/lint.js',
      'a dropped column refuses the plan until it is accepted with a reason, and is then dropped',
    ],
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
    execFileSync(process.execPath, [join(root, 'scripts/bundle.mjs'), folder]);
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
