/** What `--help` teaches by, for each command. Every line that begins with `dbshift` is run by a test. */

import { procsExamples } from './procs-examples.js';

export const examples: Readonly<Record<string, string>> = {
  ...procsExamples,

  dbshift: `
Try it, nothing of yours is touched:
  dbshift sandbox up             two real servers on this machine, and a configuration
  cd dbshift-sandbox
  dbshift status                 what state the pair is in

On a pair of yours:
  dbshift init                   a configuration to fill in
  dbshift init --active a        once: which side is active now
  dbshift plan                   what would run, statement by statement
  dbshift migrate                after anything that stopped it: run it again

Exit codes: 0 done, 1 there is something to do (plan) or different (verify), 2 failed, 3 a person must decide or approve,
64 wrong usage, 75 run it again, 78 wrong configuration.`,

  'dbshift status': `
Examples:
  dbshift status                 one look, on one screen
  dbshift status --watch         look again every 2 s
  dbshift status --json          everything, for a program: lag, GTID sets, what a run does next`,

  'dbshift history': `
Examples:
  dbshift history                the newest 20 runs: who, when, how they ended, how long writes were paused
  dbshift history -n 3
  dbshift history --json         for a program, with every flip`,

  'dbshift plan': `
Examples:
  dbshift plan                   for the eyes
  dbshift plan --format markdown
                                 for a pull request
  dbshift plan --json            for a program
  dbshift plan --steps           step by step: what each server is sent, and what if it stops there
  dbshift plan --out plan.json   the plan as a file too, for show and migrate --plan
  dbshift plan --schema schema.json
                                 from a schema file: no server of the pair is asked
  dbshift plan --with-procs      with the stored programs
  dbshift plan --down            what taking the newest migration back would do

Exit codes: 0 nothing is pending, 1 something is, 3 something is pending that cannot go any safe way.`,

  'dbshift show': `
Examples:
  dbshift show plan.json         as dbshift plan printed it
  dbshift show plan.json --steps
                                 step by step: what each server is sent, and what if it stops there
  dbshift show plan.json --format markdown
                                 for a pull request
  dbshift show plan.json --format github
                                 annotations on files and lines, for a workflow of GitHub

Exit codes: as those of dbshift plan.`,

  'dbshift schema dump': `
Examples:
  dbshift schema dump            to the eyes
  dbshift schema dump --out schema.json
                                 for the repository: dbshift plan --schema schema.json

Reads catalogs and the records of migrations; no row of yours, no account of the configuration.`,

  'dbshift verify': `
Examples:
  dbshift verify                 every row of every table, while applications go on writing
  dbshift verify --table orders customers
                                 only these
  dbshift verify --sample 10     a tenth of the rows, and what that is worth
  dbshift verify --sample 10 --seed 7
                                 the same tenth as another time
  dbshift verify --json          one object at the end, for a program

Exit codes: 0 equal, 1 something differs, 3 the pair cannot be compared as it is, 75 a run is in progress.`,

  'dbshift grants': `
Examples:
  dbshift grants --flavor mariadb --database app
                                 before there is a configuration, or a server
  dbshift grants                 for the pair of the configuration; a server says which flavor it is
  dbshift grants --for dbshift --host 10.0.0.9
                                 one account, for one address
  dbshift grants --for balancer-client --flavor mysql --database app
                                 a web server, which may only register itself

Prints statements and runs none. Without --for: dbshift, replication and the application.`,

  'dbshift migrate': `
Examples:
  dbshift migrate                asks before it flips
  dbshift migrate --dry-run      the same as dbshift plan
  dbshift migrate --yes          in a pipeline: approves every flip
  dbshift migrate --until passive
                                 the passive side only; migrate goes on from there
  dbshift migrate --hold-before-flip
                                 everything but the flip, then waits for: dbshift approve flip
  dbshift migrate --yes --plan plan.json
                                 what was reviewed and nothing else: dbshift plan --out plan.json
  dbshift migrate --yes --hold-after-flip
                                 ends after the flip; then: dbshift rollback, or dbshift approve finish
  dbshift migrate --yes --with-procs
                                 with the stored programs: columns and what needs them switch together
  dbshift migrate --yes --json   one event per line, for a program
  dbshift migrate --yes --max-time 50m --lock-timeout 10m
                                 in a job of an hour, behind another release; run again after 75
  dbshift migrate --down         takes the newest finished migration back
  dbshift migrate --down --to 20260301_orders.sql
                                 all that ran after that one

Nothing is resumed, the pair is looked at: whatever stopped a run, the same command goes on.
Without a terminal and without --yes it ends before the first flip, with exit code 3.`,

  'dbshift recover': `
Examples:
  dbshift recover                give writes back, whatever stopped a run or closed the active
  dbshift recover --json         for a timer, or the step of a pipeline that always runs
  dbshift recover --accept passive-lost
                                 the passive does not answer, and you know that its server is down
  dbshift recover --keep-program view:orders_of_today
                                 put a deploy of programs that died back, but for this one

Does nothing to a pair whose active accepts writes and whose passive does not. What a run has left to do
is the run's: dbshift migrate goes on with it.
Exit codes: 0 writes are on, 3 a person must decide, 75 a run is at work, which has the same goal.`,

  'dbshift abort': `
Examples:
  dbshift abort                  the passive gets back to what the active has; nothing open: nothing to do
  dbshift abort --json           one event per line, for a program

Only before the flip; after it: dbshift rollback. What ran on the active is on both sides and stays: dbshift migrate --down.
Exit code 3: something cannot be taken back, with the reason; nothing was sent.`,

  'dbshift rollback': `
Examples:
  dbshift migrate --yes --hold-after-flip
  dbshift rollback               one flip back, then the migrated side is taken back to the old structure
  dbshift rollback --json        one event per line, for a program

Whatever stops it: run it again. No other command goes on with a run that is being rolled back.
Exit code 3: going back would lose something, or the window is over, with the reason; nothing was flipped.`,

  'dbshift flip': `
Examples:
  dbshift flip                   the passive side becomes active, after a question
  dbshift flip --to b            the same, or nothing when b is active already
  dbshift flip --to b --yes      in a pipeline
  dbshift flip --to b --yes --lock-timeout 10m
                                 behind a run that is at work`,

  'dbshift approve': `
Examples:
  dbshift approve flip           lets a waiting run, or the next one of the same plan, flip
  dbshift approve finish         ends the rollback window: the next migrate gives the old side the new structure`,

  'dbshift cancel': `
Examples:
  dbshift cancel                 ends the ALTER that a run waits for; its table is as it was

Exit codes: 0 cancelled, 3 there was nothing to cancel.`,

  'dbshift init': `
Examples:
  dbshift init                   writes dbshift.config.yaml here; overwrites nothing
  dbshift init --active a        then: the pointers that it names, for the side that is active now`,

  'dbshift sandbox up': `
Examples:
  dbshift sandbox up             in ./dbshift-sandbox
  dbshift sandbox up --folder /tmp/pair --migrations ./migrations
                                 with the migrations of a project`,

  'dbshift sandbox status': `
Examples:
  dbshift sandbox status         exit code 0 when both servers run and answer, else 2`,

  'dbshift sandbox down': `
Examples:
  dbshift sandbox down           files that you put there stay`,
};
