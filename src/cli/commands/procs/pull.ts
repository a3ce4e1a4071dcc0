/** `dbshift procs pull`: writes files from what a server has. */
import { resolve } from 'node:path';
import { FailedError } from '../../../errors.js';
import type { Side } from '../../../pair/side.js';
import { programTitle } from '../../../programs/program.js';
import { type Pulled, pullPrograms } from '../../../run/programs/pull.js';
import type { Context } from '../../context.js';
import { type ExitCode, exitCodes } from '../../exit.js';
import { findConfig } from '../../find-config.js';
import { align } from '../../render/align.js';
import { untilSignal } from '../../until-signal.js';
import { writeWhole } from '../../write-whole.js';

export type PullFlags = { readonly from?: Side; readonly force?: boolean };

export async function pullCommand(
  context: Context,
  { from, force = false }: PullFlags,
  names: readonly string[],
): Promise<ExitCode> {
  const config = await findConfig(context);
  const options = { names, from: from ?? null, force };
  const pulled = await untilSignal(context.output, stop => pullPrograms(config, { ...options, stop }));
  for (const { file, text } of pulled.programs)
    if (text !== null) await write(resolve(config.folder, file), text);
  for (const line of context.json ? [json(pulled)] : describe(pulled)) context.output.print(line);
  return exitCodes.done;
}

async function write(path: string, text: string): Promise<void> {
  await writeWhole(path, text).catch((error: NodeJS.ErrnoException) => {
    throw new FailedError(`${path} cannot be written (${error.code})`, {
      hint: 'the files before it are written; the same command goes on with the others',
      cause: error,
    });
  });
}

/** Of `procs pull --json`; rises when a field changes its meaning or goes. */
const version = 1;

function json({ from, programs }: Pulled): string {
  const told = programs.map(({ text, ...program }) => program);
  return JSON.stringify({ version, from, programs: told });
}

function describe({ from, programs }: Pulled): readonly string[] {
  const written = programs.filter(({ text }) => text !== null);
  const lines = align(written.map(program => [`  ${program.file}`, programTitle(program), program.what]));
  const count = programs.length === 1 ? '1 program' : `${programs.length} programs`;
  const files = written.length === 1 ? '1 file' : `${written.length} files`;
  return [
    ...lines,
    `${count} on ${from}: ${files} written, ${programs.length - written.length} as they were`,
  ];
}
