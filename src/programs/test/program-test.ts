/**
 * Tests of stored programs, as data: statements that are run one after the other, and what is expected of each. A test
 * knows no server; `run/programs/` runs it.
 */

export type ProgramTest = {
  /** For messages; places are `file:line`. */
  readonly file: string;
  readonly name: string;
  /** Where it begins. */
  readonly line: number;
  /** Those in front of the first test of the file included: they prepare each of its tests. */
  readonly steps: readonly TestStep[];
};

export type TestStep = {
  readonly text: string;
  readonly line: number;
  readonly expected: Expectation;
};

/** `success`: nothing is said but that the statement does not fail. */
export type Expectation =
  | { readonly kind: 'success' }
  | {
      readonly kind: 'error';
      readonly line: number;
      /** An SQLSTATE (`45000`) or the number of an error (`1062`); null: any. */
      readonly code: string | null;
      /** Stands somewhere in the server's text; empty: any. */
      readonly text: string;
    }
  | { readonly kind: 'results'; readonly line: number; readonly results: readonly ExpectedResult[] };

/** One result set: a statement has at most one, a CALL as many as its program selects. */
export type ExpectedResult =
  | { readonly kind: 'count'; readonly line: number; readonly count: number }
  | {
      readonly kind: 'table';
      readonly line: number;
      /** The order of the rows says nothing. */
      readonly anyOrder: boolean;
      readonly table: ResultTable;
    };

/** Values are texts as the servers' clients print them, bytes as `0x00FF`; null is NULL. */
export type ResultTable = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
};

export type Cell = string | null;

/** What a server said to one statement. */
export type Answer =
  | { readonly kind: 'results'; readonly results: readonly ResultTable[] }
  | {
      readonly kind: 'error';
      readonly number: number;
      readonly sqlState: string;
      readonly text: string;
    };

export type TestFailure = {
  readonly line: number;
  readonly message: string;
  /** Unified diff of what was expected and what came, for people. */
  readonly diff?: string;
};
