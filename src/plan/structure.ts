/**
 * What a database looks like, as its own server tells it. Read from the catalogs of a live server or of a
 * workspace, in the same canonical form, so that two structures are compared by plain equality.
 *
 * `create` (the server's own SHOW CREATE text, without counters) decides whether two tables are equal and is
 * what people see in a diff; the other fields exist for the compatibility verdict, which asks about positions,
 * types, keys and defaults.
 */
export type Structure = {
  readonly tables: Readonly<Record<string, Table>>;
  /**
   * Everything else by `kind:name` (`view:v`, `trigger:t`, `event:e`, `sequence:s`, and `database:default`, the
   * character set that new tables get), each as a statement that creates it: without definer, dates, schema name.
   */
  readonly others: Readonly<Record<string, string>>;
};

export type Table = {
  readonly name: string;
  readonly create: string;
  readonly engine: string;
  readonly charset: string;
  readonly columns: readonly Column[];
  readonly keys: readonly Key[];
  readonly foreignKeys: readonly ForeignKey[];
  /** CHECK constraints by name. */
  readonly checks: Readonly<Record<string, string>>;
  /** Partitioning clause, or null. */
  readonly partitioning: string | null;
};

/** Columns are listed in table order: row events map them by position, on every server (tested). */
export type Column = {
  readonly name: string;
  /** `int`, `varchar`, `enum` …: DATA_TYPE of information_schema, lower case. */
  readonly dataType: string;
  /** COLUMN_TYPE of information_schema: `int(11) unsigned`, `enum('a','b')`. */
  readonly columnType: string;
  readonly unsigned: boolean;
  readonly nullable: boolean;
  /** Length in characters for character types, in bytes for binary ones, else null. */
  readonly length: number | null;
  readonly precision: number | null;
  readonly scale: number | null;
  /** Digits of a fraction of a second. */
  readonly datetimePrecision: number | null;
  readonly charset: string | null;
  readonly collation: string | null;
  readonly default: ColumnDefault;
  readonly autoIncrement: boolean;
  readonly generated: 'stored' | 'virtual' | null;
  /** Expression of a generated column, else null. */
  readonly expression: string | null;
  /** Whether the column has ON UPDATE CURRENT_TIMESTAMP. */
  readonly onUpdate: boolean;
  /** Members of an ENUM or SET in order, else empty. */
  readonly members: readonly string[];
};

/** An expression is evaluated by each server for itself, so the two sides may store different values. */
export type ColumnDefault =
  | { readonly kind: 'none' }
  | { readonly kind: 'literal'; readonly value: string | null }
  | { readonly kind: 'expression'; readonly text: string };

export type Key = {
  readonly name: string;
  readonly unique: boolean;
  /** `BTREE`, `FULLTEXT`, `SPATIAL`, `HASH`. */
  readonly type: string;
  /** Column names, without prefix lengths; a functional part is `(expression)`. */
  readonly columns: readonly string[];
};

export type ForeignKey = {
  readonly name: string;
  readonly columns: readonly string[];
  /** `schema.table` when it lies in another database. */
  readonly referencedTable: string;
  readonly referencedColumns: readonly string[];
  readonly onDelete: string;
  readonly onUpdate: string;
};
