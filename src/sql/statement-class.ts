/** The kinds of statements that dbshift tells apart, and what it wants to know of each. */
import type { SqlName } from './reader.js';

export type DdlVerb = 'create' | 'alter' | 'drop' | 'rename' | 'truncate';

export type DdlObject =
  | 'table'
  | 'view'
  | 'index'
  | 'trigger'
  | 'procedure'
  | 'function'
  | 'event'
  | 'database'
  | 'sequence'
  | 'package'
  | 'other';

export type WriteVerb =
  | 'insert'
  | 'update'
  | 'delete'
  | 'replace'
  | 'load'
  | 'call'
  | 'do'
  | 'binlog'
  | 'select-into-file';

/** `user` is `@name`; every other scope is that of a system variable. */
export type VariableScope = 'user' | 'session' | 'global' | 'persist' | 'persist_only';

/** `name` in lower case. SET NAMES, SET CHARACTER SET, SET ROLE and the like have the name `names`, `role`, …. */
export type Assignment = { readonly scope: VariableScope; readonly name: string };

export type StatementClass =
  | {
      readonly kind: 'ddl';
      readonly verb: DdlVerb;
      readonly object: DdlObject;
      /** The first of `names`. */
      readonly name?: SqlName;
      /** Several for DROP TABLE a, b; old and new in turn for RENAME TABLE. */
      readonly names: readonly SqlName[];
      /** The table that an index or a trigger belongs to. */
      readonly table?: SqlName;
      readonly temporary: boolean;
      /** CREATE TABLE … SELECT: also writes rows. */
      readonly withRows: boolean;
    }
  | {
      readonly kind: 'write';
      readonly verb: WriteVerb;
      /** The table whose rows are written, if the head names exactly one. If it is absent, any may be written. */
      readonly table?: SqlName;
      /** Tables in its queries; see `tablesRead`. */
      readonly reads: readonly SqlName[];
    }
  | { readonly kind: 'read'; readonly reads: readonly SqlName[] }
  | { readonly kind: 'introspect' }
  | { readonly kind: 'session'; readonly assignments: readonly Assignment[] }
  | { readonly kind: 'transaction' }
  | { readonly kind: 'use'; readonly schema: string }
  | { readonly kind: 'account' }
  | { readonly kind: 'lock' }
  | { readonly kind: 'admin'; readonly verb: string }
  /** `verb` is the first word in lower case, empty for a text without any. */
  | { readonly kind: 'unknown'; readonly verb: string };
