import { readFile } from 'node:fs/promises';
import test from 'ava';
import type { Command } from 'commander';
import { examples } from '../../src/cli/examples.js';
import { makeProgram } from '../../src/cli/program.js';
import { folderWith } from '../helpers/folder-with.js';
import { isGolden } from '../helpers/golden.js';
import { runCli } from '../helpers/run-cli.js';
import { newTextOutput } from '../helpers/text-output.js';

const here = { cwd: '/' };

function newProgram(): Command {
  return makeProgram({ output: newTextOutput(), cwd: '/', done: () => undefined });
}

/** The program and all below it, by what a person types. */
function commandsOf(command: Command, path = command.name()): readonly (readonly [string, Command])[] {
  return [
    [path, command],
    ...command.commands.flatMap(child => commandsOf(child, `${path} ${child.name()}`)),
  ];
}

test('help of the program and of every command', async t => {
  const texts: string[] = [];
  const writeOut = (text: string): unknown => texts.push(text);
  for (const [path, command] of commandsOf(newProgram())) {
    texts.push(`\n===== ${path} --help\n\n`);
    command.configureOutput({ writeOut, getOutHelpWidth: () => 80 }).outputHelp();
  }
  await isGolden(t, 'cli/help.txt', texts.join(''));
});

test('every command that does something is taught by example', t => {
  const leaves = commandsOf(newProgram()).filter(([, { commands }]) => commands.length === 0);
  t.deepEqual(
    leaves.map(([path]) => path).filter(path => !(path in examples)),
    [],
  );
});

/** Each example begins a line and ends before its explanation. */
const exampleLines = Object.values(examples).flatMap(text => [
  ...text.matchAll(/^ {2}(dbshift(?: \S+)+)/gmu),
]);

for (const example of new Set(exampleLines.map(([, line = '']) => line)))
  test(`the example "${example}" is a command line that is understood`, async t => {
    const program = newProgram();
    let ran = '';
    for (const [path, command] of commandsOf(program))
      command.action(() => {
        ran = path;
      });
    await program.parseAsync(example.split(' ').slice(1), { from: 'user' });
    t.true(ran !== '' && example.startsWith(ran));
  });

test('--help prints to standard output and exits with 0', async t => {
  const { code, stdout, stderr } = await runCli(['--help'], here);
  t.is(code, 0);
  t.regex(stdout, /^Usage: dbshift/u);
  t.is(stderr, '');
});

test('--version prints the version of the package', async t => {
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  t.deepEqual(await runCli(['--version'], here), { code: 0, stdout: `${version}\n`, stderr: '' });
});

const wrong: readonly (readonly [args: string, said: RegExp])[] = [
  ['', /^Usage: dbshift/u],
  ['migrate --untl passive', /unknown option '--untl'\n\(Did you mean --until\?\)/u],
  ['migrate --until b', /Allowed choices are passive/u],
  ['migrate --dry-run --plan plan.json', /'--plan <file>' cannot be used with option '-n, --dry-run'/u],
  ['flip --to c', /Allowed choices are a, b/u],
  [
    'migrate --max-time soon',
    /'--max-time <time>' argument 'soon' is invalid\. .*such as 90s, 50m or 1h30m/u,
  ],
  ['flip --lock-timeout 0s', /'0s' is invalid\. .*from 1s to 168h/u],
  ['migrate --flip-window 25:00-26:00', /must be a time of day such as 02:00-04:00/u],
  ['approve', /missing required argument 'what'/u],
  ['approve everything', /Allowed choices are flip/u],
  ['inti', /unknown command 'inti'\n\(Did you mean init\?\)/u],
  ['frobnicate', /unknown command 'frobnicate'\n/u],
  ['init --jsno', /unknown option '--jsno'\n\(Did you mean --json\?\)/u],
  ['init here', /too many arguments/u],
  ['init --json', /'dbshift init' has no option '--json'/u],
  ['sandbox', /^Usage: dbshift sandbox/u],
  ['sandbox upp', /unknown command 'upp'\n\(Did you mean up\?\)/u],
  ['sandbox up --config x', /'dbshift sandbox up' has no option '--config'/u],
];

for (const [args, said] of wrong)
  test(`"dbshift ${args}" is wrong usage: exit 64, and what was meant`, async t => {
    const { code, stdout, stderr } = await runCli(args.split(' ').filter(Boolean), here);
    t.is(code, 64);
    t.regex(stderr, said);
    t.notRegex(stderr, /^\s+at /mu);
    t.regex(stdout, /^$|"type":"error"/u);
  });

test('an error of a command goes to standard error with its exit code', async t => {
  const cwd = await folderWith(t);
  t.like(await runCli(['init'], { cwd }), { code: 0, stderr: '' });
  const again = await runCli(['init'], { cwd });
  t.is(again.code, 64);
  t.regex(again.stderr, /^error: .*dbshift\.config\.yaml is already there\nhint: {2}edit it/u);
  t.is(again.stdout, '');
});

test('DBSHIFT_DEBUG=1 shows the stack', async t => {
  const cwd = await folderWith(t, { 'dbshift.config.yaml': '' });
  const { stderr } = await runCli(['init'], { cwd, env: { DBSHIFT_DEBUG: '1' } });
  t.regex(stderr, /^\s+at /mu);
});

test('nothing but a terminal gets colours, whatever the environment says', async t => {
  const env = { FORCE_COLOR: '1', CI: '1' };
  for (const args of [['--help'], ['inti'], ['sandbox', 'status']]) {
    const { stdout, stderr } = await runCli(args, { cwd: '/', env });
    t.false(`${stdout}${stderr}`.includes('\u001B'), args.join(' '));
  }
});
