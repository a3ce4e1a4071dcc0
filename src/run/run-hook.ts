/** Runs one hook: the user's command, with the facts of the moment in its environment and no secret of ours. */
import type { Config } from '../config/config.js';
import type { HookName } from '../config/hook-names.js';
import type { Intent } from '../pair/facts.js';
import type { Side } from '../pair/side.js';
import { describeFailure } from '../pointer/describe-failure.js';
import { execContext } from '../pointer/exec-context.js';
import { openPointers } from '../pointer/open-pointers.js';
import { runCommand } from '../pointer/run-command.js';

/** What a hook is told; what does not apply to its moment is absent. */
export type HookFacts = {
  readonly goal: Intent['goal'];
  readonly runId?: string;
  /** Of the flip. */
  readonly from?: Side;
  readonly to?: Side;
  readonly pauseMs?: number | null;
  /** The id of a block, or the code of an error. */
  readonly reason?: string;
  readonly message?: string;
  readonly outcome?: HookOutcome;
};

export type HookOutcome = 'done' | 'blocked' | 'interrupted' | 'failed';

/** Null when it succeeded or there is none; else what went wrong, with its last words. */
export async function runHook(config: Config, name: HookName, facts: HookFacts): Promise<string | null> {
  const command = config.hooks?.commands[name];
  if (command === undefined || config.hooks === undefined) return null;
  const { folder, env } = execContext(config);
  const told = { ...hookEnvironment(name, facts), ...(await generationOf(config)) };
  const result = await runCommand({
    command,
    cwd: folder,
    env: { ...env, DBSHIFT_DATABASE: config.database, ...told },
    input: `${JSON.stringify({ hook: name, database: config.database, ...facts })}\n`,
    timeoutMs: config.hooks.timeoutMs,
  });
  const succeeded = result.end.kind === 'exited' && result.end.code === 0;
  return succeeded ? null : describeFailure(result, env);
}

/** Every fact that there is, as `DBSHIFT_…`. */
export function hookEnvironment(name: HookName, facts: HookFacts): Readonly<Record<string, string>> {
  const { goal, runId, from, to, pauseMs, reason, message, outcome } = facts;
  const all: Readonly<Record<string, string | number | null | undefined>> = {
    DBSHIFT_HOOK: name,
    DBSHIFT_GOAL: goal,
    DBSHIFT_RUN_ID: runId,
    DBSHIFT_FROM: from,
    DBSHIFT_TO: to,
    DBSHIFT_PAUSE_MS: pauseMs,
    DBSHIFT_REASON: reason,
    DBSHIFT_MESSAGE: message,
    DBSHIFT_OUTCOME: outcome,
  };
  // A variable that the caller's environment has from elsewhere must not speak for a fact that is not there.
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [key, String(value ?? '')]));
}

/** Of the first pointer as it is now; a pointer that cannot be read is no reason not to run a hook. */
async function generationOf(config: Config): Promise<Readonly<Record<string, string>>> {
  const [authority] = openPointers(config);
  const generation = await authority.read().then(
    pointer => String(pointer.generation),
    () => '',
  );
  return { DBSHIFT_GENERATION: generation };
}
