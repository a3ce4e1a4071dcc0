/** Asks the server how far a running DDL is, from another session, and reports it with a rate and an ETA. */
import type { Progress, Report } from '../engine/ports.js';
import type { Flavor } from '../flavor/flavor.js';
import type { Session } from '../server/connection.js';

const pollMs = 1000;

export type DdlProgress = {
  readonly control: Session;
  readonly watch: Session;
  readonly flavor: Flavor;
  readonly what: string;
  readonly report: Report;
};

export async function withDdlProgress<T>(progress: DdlProgress, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  let asking = false;
  let best: number | null = null;
  const timer = setInterval(() => {
    if (asking) return;
    asking = true;
    readShare(progress)
      .then(share => {
        // Estimates are revised while the DDL runs: what was reached is not taken back.
        best = share === null ? best : Math.max(share, best ?? 0);
        progress.report(described(progress.what, best, performance.now() - begun));
      })
      .finally(() => {
        asking = false;
      });
  }, pollMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** A look that fails says nothing: the DDL itself tells how it went. */
async function readShare({ control, watch, flavor }: DdlProgress): Promise<number | null> {
  const rows = await watch.rows(flavor.ddlProgressQuery(control.threadId)).catch(() => []);
  return flavor.readDdlProgress(rows);
}

function described(what: string, share: number | null, elapsedMs: number): Progress {
  const etaMs = share !== null && share > 0 ? Math.round((elapsedMs / share) * (1 - share)) : null;
  return { what, share, etaMs };
}
