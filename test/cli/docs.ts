/** The pages of the commands are checked against the commands, so that neither goes on without the other. */
import { readFile } from 'node:fs/promises';
import test from 'ava';
import { exitCodes } from '../../src/cli/exit.js';
import { makeProgram } from '../../src/cli/program.js';
import { givenUpRun, stoppedRun, wholeRun } from '../helpers/recorded-run.js';
import { newTextOutput } from '../helpers/text-output.js';

const page = (name: string) => readFile(`docs/${name}.md`, 'utf8');

const { commands } = makeProgram({ output: newTextOutput(), cwd: '/', done: () => undefined });

/** The commands for stored programs are many: each has a page of its own. */
const pages = commands.flatMap(command =>
  command.name() === 'procs'
    ? command.commands.map(one => ({ name: `procs-${one.name()}`, all: [one] }))
    : [{ name: command.name(), all: [command, ...command.commands] }],
);

for (const { name, all } of pages)
  test(`docs/${name}.md tells every option of the command`, async t => {
    const text = await page(name);
    const long = all.flatMap(({ options }) => options.map(option => option.long));
    t.deepEqual(
      long.filter(option => !text.includes(`${option}`)),
      [],
    );
  });

test('docs/exit-codes.md has every exit code', async t => {
  const text = await page('exit-codes');
  for (const code of Object.values(exitCodes)) t.true(text.includes(`| ${code} |`), `${code}`);
});

test('docs/events.md has every event, with its fields', async t => {
  const text = await page('events');
  for (const { event } of [...wholeRun(), ...givenUpRun(), ...stoppedRun()]) {
    const row = text.split('\n').find(line => line.startsWith(`| \`${event.type}\` |`)) ?? '';
    for (const field of Object.keys(event).filter(key => key !== 'type'))
      t.true(row.includes(`\`${field}\``), `${event.type}: ${field}`);
  }
});
