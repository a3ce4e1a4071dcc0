/**
 * Stored programs: what files want, and what servers have. Procedures, functions, triggers, events and views are
 * programs alike: one name, one CREATE statement, and the settings that the server keeps with it.
 *
 * - wanted: as a file has it. compiled: as a server reads it, in a workspace. deployed: as a server of the pair has it.
 * - definition: the server's own words for a program; two definitions are compared by plain equality.
 */

/** In the order in which they are made: each may call or read the ones before it. */
export const programKinds = ['function', 'procedure', 'view', 'trigger', 'event'] as const;

export type ProgramKind = (typeof programKinds)[number];

/** All of them lie in the one database of the configuration. */
export type ProgramId = { readonly kind: ProgramKind; readonly name: string };

/** Of the session that makes a program; the server keeps them with it, and runs it in them. */
export type ProgramSettings = {
  /** In the server's own spelling; `''` for a view, which keeps none. */
  readonly sqlMode: string;
  /** `character_set_client` and `collation_connection`. */
  readonly characterSet: string;
  readonly collation: string;
  /** Of events alone: in which their times are meant. Absent: not stated, and the server's own. */
  readonly timeZone?: string;
};

/** A program as its server tells it. */
export type Definition = ProgramId & {
  /**
   * In the server's own words, without DEFINER and without a schema in front of its name. A trigger says which one it
   * FOLLOWS. An event says all of its schedule, and DISABLE where it was disabled, but not that it sleeps on a passive.
   */
  readonly create: string;
  /** `user@host`, unquoted, as catalogs print it; `''`: not stated, so whoever makes it. */
  readonly definer: string;
  readonly settings: ProgramSettings;
};

/** `hidden`: the account may not see its body, so nobody can say whether it changed. */
export type Deployed = Definition | (ProgramId & { readonly hidden: true });

/** A program as a file has it. */
export type Wanted = ProgramId & {
  readonly file: string;
  /** Where its CREATE stands, from 1; columns in UTF-16 units. */
  readonly line: number;
  readonly column: number;
  /** The statement as the file has it; lint says its places by this text. */
  readonly text: string;
  /** What is sent: without OR REPLACE, IF NOT EXISTS, the DEFINER clause, and a schema in front of the name. */
  readonly create: string;
  /** `user@host`: stated in the file, or by the configuration; null where neither says. */
  readonly definer: string | null;
  readonly settings: ProgramSettings;
};

/** As a file has it, and how the server of a workspace reads that. */
export type Compiled = { readonly wanted: Wanted; readonly definition: Definition };

/** For what a file does not say: from the configuration, else from the server. */
export type ProgramDefaults = {
  readonly settings: ProgramSettings;
  readonly definer: string | null;
  /** What `SET NAMES x` makes of `collation_connection` on the server, by `x` in lower case. */
  readonly collations: ReadonlyMap<string, string>;
};

/** What a program is called when it is compared: names of all but triggers and views are compared without case. */
export function programKey({ kind, name }: ProgramId): string {
  return `${kind}:${kind === 'trigger' || kind === 'view' ? name : name.toLowerCase()}`;
}

/** For people: `procedure register_lb`. */
export function programTitle({ kind, name }: ProgramId): string {
  return `${kind} ${name}`;
}

/** Null where there is none, or the account may not see it. */
export function definitionOf(found: Deployed | undefined): Definition | null {
  return found === undefined || isHidden(found) ? null : found;
}

export function isHidden(deployed: Deployed): deployed is Extract<Deployed, { readonly hidden: true }> {
  return 'hidden' in deployed;
}
