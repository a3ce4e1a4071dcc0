/** Each server follows the other one, only the other one, and all of it. */
import type { PreflightFinding } from '../finding.js';
import { eachSide, type PairFacts } from '../pair-facts.js';
import type { PreflightFacts, ReplicationLink } from '../server-facts.js';

export function replicationSource(pair: PairFacts): readonly PreflightFinding[] {
  return eachSide(pair, (server, other) => {
    if (server.links === null) return [];
    const [link, ...more] = server.links;
    if (link === undefined) {
      const hint = `make it follow ${other.label} by GTID, as \`docs/preflight.md\` shows`;
      return [refuse(server, 'does not replicate from anybody', hint)];
    }
    if (more.length > 0 || link.name !== '') return [severalSources(server)];
    return [...wrongSource(server, other, link), ...leftOut(server, link)];
  });
}

function severalSources(server: PreflightFacts): PreflightFinding {
  const names = (server.links ?? []).map(({ name, source }) => `'${name}' from ${source}`);
  return refuse(
    server,
    `replicates by named connections: ${names.join(', ')}`,
    'a server of a pair has one unnamed connection, to the other side; further sources are not supported',
  );
}

/** A link that is not connected may know no id or uuid: `replication-running` tells about that one. */
function wrongSource(
  server: PreflightFacts,
  other: PreflightFacts,
  link: ReplicationLink,
): readonly PreflightFinding[] {
  const { sourceServerId, sourceUuid } = link;
  const right =
    (sourceServerId === 0 || sourceServerId === other.serverId) &&
    (other.uuid === null || !sourceUuid || sourceUuid === other.uuid);
  if (right) return [];
  return [
    refuse(
      server,
      `replicates from ${link.source} (server_id ${link.sourceServerId}), which is not ${other.label} (server_id ${other.serverId})`,
      'the two servers of the configuration must replicate from each other',
    ),
  ];
}

function leftOut(server: PreflightFacts, { filters }: ReplicationLink): readonly PreflightFinding[] {
  const { skippedErrors, idempotentApplier } = server.settings;
  const skips = [
    ...(skippedErrors === '' ? [] : [`skips errors: ${skippedErrors}`]),
    ...(idempotentApplier ? ['overlooks missing and duplicate rows (IDEMPOTENT)'] : []),
  ];
  return [
    ...filters.map(filter =>
      refuse(
        server,
        `does not apply everything: ${filter}`,
        'remove the filter: both sides must hold the same',
      ),
    ),
    ...skips.map(skip =>
      refuse(server, `its applier ${skip}`, 'turn that off: such a passive may differ without a sign'),
    ),
  ];
}

function refuse({ label }: PreflightFacts, message: string, hint: string): PreflightFinding {
  return { id: 'replication-source', severity: 'refuse', where: label, message, hint };
}
