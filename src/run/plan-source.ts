/**
 * What a plan is made from, as data: read from a live pair (`live-source.ts`) or from a schema file
 * (`schema-file.ts`), so that a pull request needs no access to production.
 */
import type { Finding } from '../errors.js';
import type { Recorded } from '../migrate/recorded.js';
import type { ReplicaKey, Side } from '../pair/side.js';
import type { MeasuredRates } from '../plan/numbers/measured-rates.js';
import type { ProposedMigration } from '../plan/strategy.js';
import type { RowApplier } from '../plan/verdict/row-applier.js';
import type { Endpoint } from '../server/endpoint.js';
import type { TableSize } from '../server/table-sizes.js';
import type { Original } from '../workspace/original.js';
import type { ProgramsBasis } from './programs/programs-basis.js';

/** All that is known of a pair. Both sides have one structure when it is taken. */
export type PlanBasis = {
  readonly database: string;
  readonly original: Original;
  /** As each side has them: statistics and row versions differ. */
  readonly sizes: Readonly<Record<Side, readonly TableSize[]>>;
  /** The side that the pointer names. */
  readonly active: Side;
  readonly applier: RowApplier;
  /** By earlier runs of these servers. */
  readonly measured: MeasuredRates;
  /** How many instant changes a table takes before it must be rebuilt; null where the servers do not count them. */
  readonly rowVersionLimit: number | null;
  /** Full version of each side's server. */
  readonly versions: Readonly<Record<Side, string>>;
  /** `version_comment`, by which a fork is known. */
  readonly comment: string;
  readonly replicas: readonly ReplicaKey[];
  /** Enabled scheduled events of the active, as `schema.name`. */
  readonly events: readonly string[];
  /** Global variables of each side's server that change what a statement does. */
  readonly settings: Readonly<Record<Side, Readonly<Record<string, string>>>>;
};

export type PlanSource = {
  readonly kind: 'pair' | 'file';
  /** Where the sides are, as messages name them; null where no pair is asked. */
  readonly labels: Readonly<Record<Side, string>> | null;
  readonly recorded: Readonly<Record<Side, Recorded>>;
  /** Read when it is needed: catalogs of thousands of tables take seconds. Throws BlockedError when the sides differ. */
  read(): Promise<PlanBasis>;
  /** Number of rows that a SELECT COUNT(*) on the passive finds; null where no pair is asked. */
  ask(query: string): Promise<number | null>;
  /** What the real servers would not let our account make; none where no pair is asked. */
  deniedPrograms(migrations: readonly Pick<ProposedMigration, 'statements'>[]): Promise<readonly Finding[]>;
  /** For a plan that brings stored programs. Throws ConfigError where no pair is asked. */
  readPrograms(): Promise<ProgramsBasis>;
  /** Where a scratch schema may be made as the last resort; null for what must write nothing on the pair. */
  readonly passive: Endpoint | null;
};
