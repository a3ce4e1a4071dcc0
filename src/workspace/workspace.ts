/**
 * A workspace: a structure-only copy of the live database, in which migrations really run. It holds no row of
 * the live database, and nothing that happens in it is seen outside of it.
 */
import type { Structure } from '../plan/structure.js';
import type { Session } from '../server/connection.js';
import type { NotCopied } from './copy-structure.js';
import type { ServerTraits } from './server-traits.js';

/** Which of the three ways; see `openWorkspace`. */
export type WorkspaceKind = 'url' | 'local' | 'passive';

export type Workspace = {
  readonly kind: WorkspaceKind;
  /** For people: `a throw-away mariadb 10.11 server`. */
  readonly where: string;
  /** The live database that it stands for. */
  readonly database: string;
  /** Schema of the copy. Has the name of the live database only on a server of its own. */
  readonly schema: string;
  /** A second schema, empty: holds only tables that the migration being recorded has made (`created-tables.ts`). */
  readonly createdSchema: string;
  /** Other schemas of the server, in lower case: no statement may name them. */
  readonly otherSchemas: ReadonlySet<string>;
  readonly live: ServerTraits;
  readonly notCopied: NotCopied;
  /** Whether the account that migrations run as can reach nothing but both schemas: not on the passive. */
  readonly confined: boolean;
  /** Of that account, in `schema`: makes triggers, views and programs, which must belong to it. */
  readonly builder: Session;
  /** Reads catalogs and copies tables; never runs a statement of a migration. */
  readonly control: Session;
  /** A new session for one migration, with the live server's settings, in `schema`. Its opener closes it. */
  openRunner(): Promise<Session>;
  /** The structure as it is now, with what was not copied taken over from the live database. */
  readStructure(): Promise<Structure>;
  /** Drops everything that was made. Never throws. */
  close(): Promise<void>;
};
