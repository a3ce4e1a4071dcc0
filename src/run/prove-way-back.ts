/** Proves the way back of an abort on a copy of the passive as it stands, also in the middle of a migration. */
import { BlockedError, type Finding, RefusedError } from '../errors.js';
import { otherSide, type Side } from '../pair/side.js';
import { diffStructures } from '../plan/diff-structure.js';
import { fingerprintStructure } from '../plan/fingerprint.js';
import type { Structure } from '../plan/structure.js';
import { withSession } from '../server/connection.js';
import { ServerError } from '../server/server-error.js';
import { quoteIdentifier } from '../sql/identifier.js';
import { openWorkspace } from '../workspace/open-workspace.js';
import type { Routine } from '../workspace/read-routines.js';
import { recordStatements } from '../workspace/record-statements.js';
import type { RecordedStatement } from '../workspace/recording.js';
import { readTraits } from '../workspace/server-traits.js';
import { endpointOfUrl } from './endpoint-of-url.js';
import type { Run } from './engine-ports.js';

/** The name under which statements of an abort are told and journaled. There is no such file. */
export const wayBackName = 'dbshift: way back';

type Proposal = {
  /** Tables that are copied before the statements are sent. */
  readonly copies: readonly string[];
  readonly texts: readonly string[];
  /** As the passive stands when its stored programs are back, and as it is to be. */
  readonly now: Structure;
  readonly old: Structure;
  /** That the other side has. */
  readonly routines: readonly Routine[];
  /** Where a scratch schema may be made. */
  readonly scratchOn: Side;
};

/**
 * Runs them on a copy of the passive as it stands: the server says whether they lead to the active's structure.
 * Throws BlockedError with what comes out otherwise.
 */
export async function proveWayBack(
  run: Run,
  passive: Side,
  { copies, texts, now, old, routines, scratchOn }: Proposal,
): Promise<readonly RecordedStatement[]> {
  const endpoint = run.pair.endpoints[passive];
  const { database } = run.config;
  const workspace = await openWorkspace({
    original: { live: await withSession(endpoint, readTraits), structure: now, routines },
    database,
    url: await endpointOfUrl(run.config),
    passive: run.pair.endpoints[scratchOn],
  });
  try {
    for (const table of copies) for (const sql of replaceTable(old, table)) await workspace.control.send(sql);
    const statements = await recordStatements(workspace, wayBackName, texts);
    const reached = await workspace.readStructure();
    if (fingerprintStructure(reached) === fingerprintStructure(old)) return statements;
    const findings = diffStructures(reached, old).map(({ object, patch }) => ({
      id: 'unproved',
      where: object,
      message: `would come out otherwise\n${patch.trimEnd()}`,
    }));
    throw unproved(passive, 'see what differs', findings);
  } catch (error) {
    if (error instanceof RefusedError || (error instanceof ServerError && error.errno !== null))
      throw unproved(passive, error.message);
    throw error;
  } finally {
    await workspace.close();
  }
}

/** As the copy will look. It has no foreign keys and no triggers. */
function replaceTable({ tables }: Structure, table: string): readonly string[] {
  return [`DROP TABLE ${quoteIdentifier(table)}`, tables[table]?.create ?? ''];
}

function unproved(passive: Side, why: string, findings: readonly Finding[] = []): BlockedError {
  return new BlockedError(
    `no way back was found for ${passive} that a copy of it proves, so nothing was sent: ${why}`,
    {
      findings,
      hint: rebuild(otherSide(passive), passive),
    },
  );
}

/** What a person does where no statements lead back. */
export function rebuild(active: Side, passive: Side): string {
  return `go on with \`dbshift migrate\`; or rebuild ${passive} as a copy of ${active} (a backup of ${active}, restored on ${passive}, replication started from its position), and abort again`;
}
