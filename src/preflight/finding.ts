/** One thing that preflight saw, and how bad it is. */
import type { Finding } from '../errors.js';

/** `refuse`: no run may start. `warn`: told, and the run goes on. */
export type Severity = 'refuse' | 'warn';

/** `where` is the server's label, or `the pair`; `hint` holds the exact statement where one helps. */
export type PreflightFinding = Finding & { readonly severity: Severity };
