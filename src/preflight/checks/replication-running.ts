/** Both directions flow: receiver and applier run, without error and without a delay. */
import type { PreflightFinding } from '../finding.js';
import { eachSide, type PairFacts } from '../pair-facts.js';
import type { PreflightFacts, ReplicationLink } from '../server-facts.js';

export function replicationRunning(pair: PairFacts): readonly PreflightFinding[] {
  return eachSide(pair, (server, other) =>
    (server.links ?? []).flatMap(link => [...threads(server, other, link), ...delay(server, link)]),
  );
}

function threads(
  { label }: PreflightFacts,
  other: PreflightFacts,
  { receiver, applier, error, source }: ReplicationLink,
): readonly PreflightFinding[] {
  if (receiver === 'running' && applier === 'running') return [];
  const stopped = receiver === 'stopped' || applier === 'stopped' || applier === 'held';
  const state = `receiver ${receiver}, applier ${applier}`;
  const hint =
    error === null && stopped
      ? 'START REPLICA, unless somebody stopped it for a reason'
      : `find out why; the rows of ${other.label} do not arrive`;
  const message = `does not replicate from ${source}: ${state}${error === null ? '' : ` (${error})`}`;
  return [{ ...refusal(label), message, hint }];
}

function delay(
  { label, repairs }: PreflightFacts,
  { delaySeconds }: ReplicationLink,
): readonly PreflightFinding[] {
  if (delaySeconds === 0) return [];
  const message = `is told to stay ${delaySeconds} s behind, so no flip could be short`;
  return [{ ...refusal(label), message, hint: repairs.noDelay }];
}

function refusal(where: string) {
  return { id: 'replication-running', severity: 'refuse', where } as const;
}
