/**
 * A pointer kept wherever two commands of the user keep it. `get` prints it; `set` gets the next value in its
 * environment and as JSON on stdin, and must refuse (exit code other than 0) when the generation is not the
 * expected one. Only `set` itself can make that atomic; what it did is read back through `get`.
 */
import type { ExecPointerConfig } from '../config/config.js';
import { FailedError, OutcomeUnknownError } from '../errors.js';
import { describeFailure } from './describe-failure.js';
import type { ExecContext } from './exec-context.js';
import { lostMove, nextValue, readBack } from './move.js';
import { parseFields } from './parse-fields.js';
import { parseValue } from './parse-value.js';
import type { NewPointer, Pointer, PointerValue } from './pointer.js';
import { type CommandResult, runCommand } from './run-command.js';

export function openExecPointer(config: ExecPointerConfig, context: ExecContext): NewPointer {
  // The program only: arguments may carry secrets.
  const name = `pointer exec ${config.get[0]}`;
  const read = () => getPointer(config, name, context);
  const set = (next: PointerValue, present?: PointerValue) =>
    setPointer(config, { name, read }, { next, present, context });
  return {
    name,
    read,
    compareAndSet: async (expected, target) => {
      const present = await read();
      if (present.generation !== expected.generation) throw lostMove(name, present);
      return set(nextValue(expected, target), present);
    },
    create: first => set(first),
  };
}

/** `present` is what the pointer says now; undefined before it has said anything. */
type Move = {
  readonly next: PointerValue;
  readonly present: PointerValue | undefined;
  readonly context: ExecContext;
};

async function getPointer(
  { get, timeoutMs }: ExecPointerConfig,
  name: string,
  { folder, env }: ExecContext,
): Promise<PointerValue> {
  const result = await runCommand({ command: get, cwd: folder, env, input: '', timeoutMs });
  if (!isSuccess(result)) throw new FailedError(`${name}: get ${describeFailure(result, env)}`);
  return parseValue(parseFields(result.stdout), name);
}

/** Runs `set` and reads back. */
async function setPointer(
  { set, timeoutMs }: ExecPointerConfig,
  pointer: Pick<Pointer, 'name' | 'read'>,
  move: Move,
): Promise<PointerValue> {
  const { folder, env } = move.context;
  const facts = factsOf(move);
  const input = `${JSON.stringify(facts)}\n`;
  const result = await runCommand({
    command: set,
    cwd: folder,
    env: { ...env, ...environmentOf(facts) },
    input,
    timeoutMs,
  });
  if (isSuccess(result)) return readBack(pointer, move.next);
  const failure = new FailedError(`${pointer.name}: set ${describeFailure(result, env)}`);
  // Ended at its time limit it may have moved the pointer all the same: look.
  if (result.end.kind !== 'timed-out') throw failure;
  return readBack(pointer, move.next).catch((error: unknown) => {
    throw error instanceof OutcomeUnknownError ? error : failure;
  });
}

function isSuccess({ end }: CommandResult): boolean {
  return end.kind === 'exited' && end.code === 0;
}

type Facts = PointerValue & { readonly expectedGeneration: number; readonly from: string };

/** What `set` is told. The first value expects generation 0 and comes from no side. */
function factsOf({ next, present }: Move): Facts {
  return { ...next, expectedGeneration: present?.generation ?? 0, from: present?.active ?? '' };
}

function environmentOf(facts: Facts): Readonly<Record<string, string>> {
  return {
    DBSHIFT_ACTIVE: facts.active,
    DBSHIFT_HOST: facts.host,
    DBSHIFT_PORT: String(facts.port),
    DBSHIFT_GENERATION: String(facts.generation),
    DBSHIFT_EXPECTED_GENERATION: String(facts.expectedGeneration),
    DBSHIFT_FROM: facts.from,
    DBSHIFT_UPDATED_AT: facts.updatedAt,
  };
}
