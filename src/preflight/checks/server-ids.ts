/** Each server has a number of its own: without it a server drops the other's events as its own. */
import type { PreflightFinding } from '../finding.js';
import { bothLabels, type PairFacts } from '../pair-facts.js';
import { sameServer } from './same-server.js';

export function serverIds(pair: PairFacts): readonly PreflightFinding[] {
  const { a, b } = pair;
  const hint = 'give each server its own server_id in its option file and with SET GLOBAL server_id';
  const unset = [a, b].filter(({ serverId }) => serverId === 0);
  if (unset.length > 0)
    return unset.map(({ label }) => refuse(label, 'server_id is 0, so it cannot replicate', hint));
  if (a.serverId !== b.serverId || sameServer(pair).length > 0) return [];
  return [refuse(bothLabels(pair), `both have server_id ${a.serverId}, so neither applies the other`, hint)];
}

function refuse(where: string, message: string, hint: string): PreflightFinding {
  return { id: 'server-ids', severity: 'refuse', where, message, hint };
}
