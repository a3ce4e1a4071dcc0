/** Asks the server how far a running DDL is, from another session, and reports it with a rate and an ETA. */
import type { Report } from '../engine/ports.js';
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
  const timer = setInterval(() => {
    if (asking) return;
    asking = true;
    report(progress, performance.now() - begun).finally(() => {
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
async function report(
  { control, watch, flavor, what, report: tell }: DdlProgress,
  elapsedMs: number,
): Promise<void> {
  const rows = await watch.rows(flavor.ddlProgressQuery(control.threadId)).catch(() => []);
  const share = flavor.readDdlProgress(rows);
  const etaMs = share !== null && share > 0 ? Math.round((elapsedMs / share) * (1 - share)) : null;
  tell({ what, share, etaMs });
}
