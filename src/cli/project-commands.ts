/** The commands that make something to work on: a configuration, a pair of servers on this machine. */
import { type Command, Option } from 'commander';
import { type Side, sides } from '../pair/side.js';
import type { Connect } from './connect.js';
import { exitCodes } from './exit.js';
import { untilSignal } from './until-signal.js';

export function addProjectCommands(program: Command, connect: Connect): void {
  program.commandsGroup('To begin with:');
  addInit(program, connect);
  addSandbox(program, connect);
}

function addInit(program: Command, connect: Connect): void {
  const init = program.command('init').description('write a configuration to start from');
  const active = new Option('--active <side>', 'write the pointers instead: this side is active now');
  init.addOption(active.choices(sides));
  connect<{ readonly active?: Side }>(init, async ({ cwd, output }, flags) => {
    const { init, initPointers } = await import('./commands/init.js');
    if (flags.active === undefined) {
      output.print(`${await init({ cwd })} is written: edit it, then run \`dbshift init --active a\` (or b)`);
      return exitCodes.done;
    }
    for (const { name, value, created } of await initPointers({ cwd, active: flags.active }))
      output.print(
        `${name} ${created ? 'is written' : 'is there'}: ${value.active}, ${value.host}:${value.port}`,
      );
    return exitCodes.done;
  });
}

type Folder = { readonly folder?: string };
type UpFlags = Folder & {
  readonly server?: string;
  readonly database?: string;
  readonly migrations?: string;
  readonly procedures?: string;
};

function addSandbox(program: Command, connect: Connect): void {
  const sandbox = program.command('sandbox').description('two real servers on this machine to try it on');
  const add = (name: string, description: string): Command =>
    sandbox.command(name).description(description).option('--folder <path>', 'folder of the sandbox');

  const up = add('up', 'start a pair, in a folder with a ready configuration')
    .option('--server <name>', 'which server, such as "mysql 9.7", where there are several')
    .option('--replicas', 'one more server below each side')
    .option('--database <name>', 'name of the empty database')
    .option('--migrations <path>', 'folder of your migrations')
    .option('--procedures <path>', 'folder of your stored programs');
  connect<UpFlags>(up, async ({ output }, flags) => {
    const { sandboxUp } = await import('./commands/sandbox.js');
    await untilSignal(output, stop => sandboxUp({ ...flags, stop }));
    return exitCodes.done;
  });

  connect<Folder>(add('status', 'show whether the servers run'), async (_, flags) => {
    const running = await (await import('./commands/sandbox.js')).sandboxStatus(flags);
    return running ? exitCodes.done : exitCodes.failed;
  });

  connect<Folder>(add('down', 'stop the servers and remove their data'), async (_, flags) => {
    await (await import('./commands/sandbox.js')).sandboxDown(flags);
    return exitCodes.done;
  });
}
