/** One progress for work on several servers at once: how far the slowest is. Pure but for what it remembers. */
import type { Progress, Report } from '../engine/ports.js';
import type { ServerKey } from '../pair/side.js';

/** For each server a report of its own; with a single one it is passed through as it is. */
export function joinReports(servers: readonly ServerKey[], report: Report): (server: ServerKey) => Report {
  if (servers.length === 1) return () => report;
  const latest = new Map<ServerKey, Progress>();
  return server => progress => {
    latest.set(server, progress);
    const slowest = [...latest].reduce((one, other) => (shareOf(other[1]) < shareOf(one[1]) ? other : one));
    report({ ...slowest[1], what: `${slowest[0]}: ${slowest[1].what}` });
  };
}

/** What does not tell its share counts as begun just now. */
function shareOf({ share }: Progress): number {
  return share ?? 0;
}
