/** The two configured servers are two servers. */
import type { PreflightFinding } from '../finding.js';
import { bothLabels, type PairFacts } from '../pair-facts.js';

export function sameServer(pair: PairFacts): readonly PreflightFinding[] {
  const { a, b } = pair;
  const { hostname, port, dataDir } = a.place;
  if (hostname === b.place.hostname && port === b.place.port && dataDir === b.place.dataDir) {
    return [
      refuse(pair, {
        message: `both addresses reach the same server: ${hostname}:${port} with the data directory ${dataDir}`,
        hint: 'give each side of `servers` in the configuration its own server',
      }),
    ];
  }
  if (a.uuid === null || a.uuid !== b.uuid) return [];
  return [
    refuse(pair, {
      message: `both have server_uuid ${a.uuid}: one was made of the files of the other`,
      hint: 'stop the copy, remove auto.cnf from its data directory, start it, and let it follow the other one anew',
    }),
  ];
}

function refuse(
  pair: PairFacts,
  { message, hint }: { readonly message: string; readonly hint: string },
): PreflightFinding {
  return { id: 'same-server', severity: 'refuse', where: bothLabels(pair), message, hint };
}
