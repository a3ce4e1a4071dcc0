/**
 * What a server accepts when it comes back from a crash. In the order in which servers read it: what MySQL persisted,
 * the option file, else what it had after its last boot, which only a value that nobody has set since still shows.
 */
import { optionsOf } from '../config/option-file.js';
import { readOptionFile } from '../config/read-option-files.js';
import { ConfigError } from '../errors.js';
import type { Flavor } from '../flavor/flavor.js';
import type { Session } from '../server/connection.js';
import { preflightOf } from './flavor-preflight.js';
import { rowsIfAllowed } from './rows-if-allowed.js';
import type { AfterBoot, Origin } from './server-facts.js';

export type RestartEvidence = {
  /** The server's own option file; null where this machine cannot read it. */
  readonly optionFile: string | null;
  /** `bootedAt` of a boot after which it was seen closed by what it boots with; null: none was. */
  readonly closedSince: number | null;
};

type Booted = {
  readonly session: Session;
  readonly flavor: Flavor;
  readonly now: { readonly on: boolean; readonly origin: Origin; readonly bootedAt: number };
  readonly restart?: RestartEvidence;
};

/** Throws ConfigError for an option file that cannot be read. */
export async function readAfterBoot({ session, flavor, now, restart }: Booted): Promise<AfterBoot> {
  const { persistedReadOnlyQuery: query, optionGroups } = preflightOf(flavor);
  const rows = query === null ? [] : ((await rowsIfAllowed(session, query)) ?? []);
  const persisted = whetherCloses(rows.map(({ name, value }) => [String(name), String(value)]));
  if (persisted !== null) return persisted;
  if (restart?.optionFile != null) return inOptionFile(restart.optionFile, seriesOf(optionGroups, flavor));
  if (now.origin !== 'set') return now.on ? 'closed' : 'open';
  return restart?.closedSince === now.bootedAt ? 'closed' : 'unknown';
}

function seriesOf(groups: readonly string[], { label }: Flavor): readonly string[] {
  const series = label.split(' ').at(-1) ?? '';
  return groups.map(group => group.replace('{series}', series));
}

async function inOptionFile(path: string, groups: readonly string[]): Promise<AfterBoot> {
  const file = await readOptionFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(`serverOptionFile ${path} cannot be read: ${error.code ?? error.message}`, {
      hint: 'name the option file of the server where this machine can read it, or leave the key out',
    });
  });
  return whetherCloses([...(optionsOf(file, groups) ?? [])]) ?? 'open';
}

/** Null where neither is said. `super_read_only` brings `read_only` with it. A name without a value is on. */
function whetherCloses(options: readonly (readonly [name: string, value: string])[]): AfterBoot | null {
  const said = options.filter(([name]) => /^(?:loose[-_])?(?:super[-_])?read[-_]only$/u.test(name));
  if (said.length === 0) return null;
  return said.some(([, value]) => /^(?:|1|on|true|yes)$/iu.test(value)) ? 'closed' : 'open';
}
