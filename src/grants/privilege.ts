/** What an account is allowed to do and where, as plain data: what is granted, asked for and looked for. */

export type Place =
  | { readonly kind: 'server' }
  | { readonly kind: 'schema'; readonly schema: string }
  /** Every schema whose name begins so. */
  | { readonly kind: 'schemas'; readonly prefix: string }
  /** Without columns the whole table. */
  | {
      readonly kind: 'table';
      readonly schema: string;
      readonly table: string;
      readonly columns?: readonly string[];
    }
  | { readonly kind: 'procedure'; readonly schema: string; readonly procedure: string };

export type Grantable = {
  /** As GRANT takes it: `READ_ONLY ADMIN`. */
  readonly name: string;
  readonly place: Place;
};

/** One thing that the account of dbshift must be allowed to do. */
export type Privilege = Grantable & {
  /** Names that do as well: what older releases called it. */
  readonly or?: readonly string[];
  /** Goes on a sentence that begins with `dbshift`. */
  readonly why: string;
  readonly feature: Feature;
};

/**
 * What a privilege is for. `runs` is everything that no run can do without; the others are used by some pairs:
 * - `scratch`: migrations are tried in scratch schemas on the passive
 * - `programs`: the database has stored programs of other definers
 * - `definers`: what belongs to other definers is made anew, or moved with a flip, in their name
 * - `discovery`: a side is asked for the servers below it (`replicas: discover`)
 * - `deploys`: stored programs are deployed (`dbshift procs`)
 * - `progress`: how far a running DDL is, and why an applier stopped
 */
export const features = [
  'runs',
  'scratch',
  'programs',
  'definers',
  'discovery',
  'deploys',
  'progress',
] as const;

export type Feature = (typeof features)[number];
