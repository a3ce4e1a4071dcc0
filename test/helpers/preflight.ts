/** Preflight on a real pair, as a run does it. */
import { detectFlavor, versionQuery } from '../../src/flavor/detect.js';
import { features } from '../../src/grants/privilege.js';
import type { Side } from '../../src/pair/side.js';
import type { PreflightFinding } from '../../src/preflight/finding.js';
import { readPreflightFacts } from '../../src/preflight/read-preflight-facts.js';
import { type PreflightInput, runPreflight } from '../../src/preflight/run-preflight.js';
import type { Sandbox } from '../../src/sandbox/open-sandbox.js';
import { openSession } from '../../src/server/connection.js';

/** Looks with the least account that dbshift needs. The pointer names a unless something else is given. */
export async function preflight(
  pair: Sandbox,
  given: Partial<PreflightInput> = {},
): Promise<readonly PreflightFinding[]> {
  const [a, b] = await Promise.all([serverOn(pair, 'a'), serverOn(pair, 'b')]);
  try {
    const { database } = pair;
    return runPreflight({
      ...(await readPreflightFacts({ a, b, replicas: [], database, features: new Set(features) })),
      pointer: { kind: 'names', side: 'a', generation: 1 },
      database,
      limits: { lagMs: 1000, catchUpStallMs: 600_000, longTransactionMs: 10_000 },
      goal: 'migrate',
      resumes: false,
      ...given,
    });
  } finally {
    await Promise.all([a.session.close(), b.session.close()]);
  }
}

/** Whoever calls this closes the session. */
export async function serverOn(pair: Sandbox, side: Side) {
  const session = await openSession(await pair.endpoint(side, 'dbshift'));
  const row = await session.row<{ version: string; comment: string }>(versionQuery);
  // As a sandbox's own configuration says.
  const restart = { optionFile: pair.servers[side].optionFile, closedSince: null };
  return { session, restart, flavor: detectFlavor(session.label, row ?? { version: '', comment: '' }) };
}

export function refusalsOf(findings: readonly PreflightFinding[]): readonly string[] {
  return findings.filter(({ severity }) => severity === 'refuse').map(print);
}

function print({ id, severity, where, message }: PreflightFinding): string {
  return `${severity} ${id}: ${where}: ${message}`;
}
