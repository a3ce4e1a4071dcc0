/** `dbshift history`: the runs of a pair, from the journals of both servers, or of the one that can be reached. */
import type { Config } from '../config/config.js';
import { type PastRun, pastRuns } from '../journal/history.js';
import { readHistory } from '../journal/read-history.js';
import { sides } from '../pair/side.js';
import { commandName, programsCommand } from './command-name.js';
import { withPair } from './connect-pair.js';

export type ToldRun = PastRun & {
  /** What a person typed for it, without `dbshift`. */
  readonly command: string;
};

/** At most so many, newest first. Throws ServerError when neither server can be reached. */
export async function readRuns(config: Config, count: number): Promise<readonly ToldRun[]> {
  return withPair(config, 'any', async pair => {
    const halves = await Promise.all(
      sides.map(async side => {
        const session = await pair.watch(side);
        return session === null ? [] : readHistory(session, count);
      }),
    );
    // A side that missed the newest runs has older ones in their place.
    return pastRuns(halves.flat()).slice(0, count).map(told);
  });
}

export function told(run: PastRun): ToldRun {
  const { goal, migrations, programs } = run;
  const alone = goal === 'migrate' && migrations.length === 0 && programs.length > 0;
  return { ...run, command: alone ? programsCommand : commandName(goal) };
}
