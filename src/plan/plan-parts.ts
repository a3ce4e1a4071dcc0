/**
 * What a plan was made from, in parts that are compared one by one: a reviewed plan and the one that would be run now
 * must agree in each, and who asks is shown which one moved. Data only; see `make-parts.ts` and `compare-plans.ts`.
 */

export type PlanParts = {
  /** Files that the plan runs, with the sha256 of each. */
  readonly files: Readonly<Record<string, string>>;
  /** sha256 of what each batch sends and how: SQL, order, way, algorithm, online, conversions, structure after. */
  readonly statements: string;
  /** sha256 of the structure that the plan begins with. */
  readonly schema: string;
  /**
   * Its objects (`table orders`, `view totals`), each with the beginning of the sha256 of the text that creates it: to
   * name those that moved. Scheduled events are no part of a schema here, as in its sha256.
   */
  readonly objects: Readonly<Record<string, string>>;
  /** Who is there: sides, replicas in name order, events that move; null for a plan that no pair was asked for. */
  readonly topology: readonly string[] | null;
  /** Version of each server by label; of a plan from a schema file those that the file names. */
  readonly versions: Readonly<Record<string, string>>;
  /** Settings that change what a statement does: sql_mode, row image, character set and the like. */
  readonly settings: Readonly<Record<string, string>>;
};

/** What is compared, in the order in which it is told. */
export const planPartNames = ['files', 'statements', 'schema', 'topology', 'versions', 'settings'] as const;

export type PlanPart = (typeof planPartNames)[number];
