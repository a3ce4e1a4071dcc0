/** Looks for programs that somebody changed since a deploy has read them. */
import type { Finding } from '../../errors.js';
import { type Side, sides } from '../../pair/side.js';
import type { RecordedChange } from '../../programs/deploy-record.js';
import { programTitle } from '../../programs/program.js';
import { changedSince, type ProgramsFound } from '../../programs/since-begun.js';
import { shellWord } from '../../shell-word.js';
import type { Deploying } from './deploying.js';
import { readByKey } from './visible-programs.js';

export function lookAt({ run }: Deploying, side: Side): Promise<ProgramsFound> {
  return readByKey(run.pair.control(side), run.config.database);
}

/** One finding for each, on both servers: it stands there as nobody wrote it down. */
export async function findChangedSince(
  deploying: Deploying,
  changes: readonly RecordedChange[],
): Promise<readonly Finding[]> {
  const { pair } = deploying.run;
  const found = await Promise.all(
    sides.map(async side =>
      changedSince(changes, await lookAt(deploying, side)).map(change =>
        toFinding(change, pair.control(side).label),
      ),
    ),
  );
  return found.flat();
}

function toFinding({ kind, name }: RecordedChange, where: string): Finding {
  return {
    ...{ id: 'changed-since', where },
    message: `${programTitle({ kind, name })} is neither as it was before the deploy nor as the deploy wants it`,
    hint: `\`dbshift recover --keep-program ${shellWord(`${kind}:${name}`)}\` leaves it as it is; to have it as before, drop it on the active: then \`dbshift recover\` makes it`,
  };
}
