/**
 * Makes programs in a workspace, as its builder: the server judges them, and says how it reads them. They belong to the
 * builder there, which can reach nothing but the workspace, and replace those that were copied from the live database.
 */
import { type Finding, RefusedError } from '../../errors.js';
import {
  type Compiled,
  isHidden,
  type ProgramId,
  type ProgramKind,
  programKey,
  programKinds,
  type Wanted,
} from '../../programs/program.js';
import { refusedProgram, unkeptProgram } from '../../programs/refused-program.js';
import { statedDefinition } from '../../programs/stated-definition.js';
import { listPrograms, readPrograms } from '../../server/program-catalog.js';
import { quoteIdentifier } from '../../sql/identifier.js';
import type { Workspace } from '../../workspace/workspace.js';
import { type Making, makeInRounds } from './make-in-rounds.js';

/**
 * In an order in which they can be made. Leaves the workspace with all of them, in its schema. Throws RefusedError with
 * a finding for each that the server refuses: some are made then.
 * `gone`: what will be dropped: no program may need it, and no trigger follow it.
 */
export async function compilePrograms(
  workspace: Workspace,
  wanted: readonly Wanted[],
  gone: readonly ProgramId[] = [],
): Promise<readonly Compiled[]> {
  const { builder, control, schema } = workspace;
  for (const session of new Set([builder, control])) await session.send(`USE ${quoteIdentifier(schema)}`);
  await dropCopies(workspace, [...wanted, ...gone]);
  const makings = await makeByKind(workspace, wanted);
  refuse(makings.flatMap(({ refused }) => refused.map(({ wanted: one, why }) => refusedProgram(one, why))));
  return readBack(
    workspace,
    makings.flatMap(({ made }) => made),
  );
}

/** Routines at the same time where they are many: none needs another to be made (MariaDB 10.11 and MySQL 9.7, tested). */
async function makeByKind(workspace: Workspace, wanted: readonly Wanted[]): Promise<readonly Making[]> {
  const count = wanted.length < manyPrograms ? 0 : moreSessions;
  const helpers = await Promise.all(Array.from({ length: count }, workspace.openRunner));
  try {
    const makings: Making[] = [];
    for (const kind of programKinds) {
      const ofKind = wanted.filter(one => one.kind === kind);
      makings.push(await makeInRounds(workspace.builder, ofKind, isRoutine(kind) ? helpers : []));
    }
    return makings;
  } finally {
    await Promise.all(helpers.map(session => session.close()));
  }
}

/** From how many on it is worth to open sessions. */
const manyPrograms = 50;
const moreSessions = 2;

function isRoutine(kind: ProgramKind): boolean {
  return kind === 'function' || kind === 'procedure';
}

/** Those of the live database. */
async function dropCopies({ control, schema }: Workspace, wanted: readonly ProgramId[]): Promise<void> {
  const keys = new Set(wanted.map(programKey));
  for (const id of await listPrograms(control, schema))
    if (keys.has(programKey(id)))
      await control.send(`DROP ${id.kind.toUpperCase()} ${quoteIdentifier(id.name)}`);
}

/** Triggers in the order in which they run: each says which one it follows. */
async function readBack(
  { builder, schema }: Workspace,
  made: readonly Wanted[],
): Promise<readonly Compiled[]> {
  const found = (await readPrograms(builder, schema)).flatMap(program =>
    isHidden(program) ? [] : [program],
  );
  const place = new Map(found.map((program, index) => [programKey(program), { program, index }]));
  refuse(made.filter(one => !place.has(programKey(one))).map(unkeptProgram));
  const compiled = made.flatMap(wanted => {
    const program = place.get(programKey(wanted))?.program;
    return program === undefined ? [] : [{ wanted, definition: statedDefinition(wanted, program) }];
  });
  const runs = ({ wanted }: Compiled): number => place.get(programKey(wanted))?.index ?? 0;
  const triggers = compiled
    .filter(({ wanted }) => wanted.kind === 'trigger')
    .sort((a, b) => runs(a) - runs(b));
  return compiled.map(one => (one.wanted.kind === 'trigger' ? (triggers.shift() ?? one) : one));
}

function refuse(findings: readonly Finding[]): void {
  const [first] = findings;
  if (first === undefined) return;
  const message = findings.length === 1 ? 'a program is refused' : `${findings.length} programs are refused`;
  throw new RefusedError(message, { findings });
}
