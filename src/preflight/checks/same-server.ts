/** The two configured servers are two servers. */
import type { PreflightFinding } from '../finding.js';
import { bothLabels, type PairFacts } from '../pair-facts.js';

export function sameServer(pair: PairFacts): readonly PreflightFinding[] {
  const { a, b } = pair;
  const samePlace =
    a.place.hostname === b.place.hostname &&
    a.place.port === b.place.port &&
    a.place.dataDir === b.place.dataDir;
  const sameUuid = a.uuid !== null && a.uuid === b.uuid;
  if (!samePlace && !sameUuid) return [];
  const seen = samePlace
    ? `${a.place.hostname}:${a.place.port} with the data directory ${a.place.dataDir}`
    : `server_uuid ${a.uuid}`;
  return [
    {
      id: 'same-server',
      severity: 'refuse',
      where: bothLabels(pair),
      message: `both addresses reach the same server: ${seen}`,
      hint: 'give each side of `servers` in the configuration its own server; for a copied data directory, remove auto.cnf from one and start it again',
    },
  ];
}
