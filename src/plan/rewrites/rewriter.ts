/** What a rewriter is given and what it proposes. A proposal is offered only when a workspace has proved it. Data only. */
import type { Structure } from '../structure.js';

/** One statement that can go no way as it is, as a workspace saw it. */
export type RefusedStatement = {
  readonly sql: string;
  /** Tables that it changes, by name. */
  readonly tables: readonly string[];
  readonly before: Structure;
  readonly after: Structure;
};

export type Candidate = {
  /** What it does differently, in a few words. */
  readonly title: string;
  /** What the author must know before taking it. */
  readonly note: string | null;
  /** Statements of a migration each, in order. */
  readonly parts: readonly (readonly string[])[];
  /** Parts stay migrations of their own, also where neighbours go the same way: releases lie between them. */
  readonly apart?: boolean;
  /** A part that cannot go as it is may be rewritten in turn. */
  readonly divides?: boolean;
};

/** Pure. Proposes nothing where it has nothing to say; the server judges what it proposes. */
export type Rewriter = (refused: RefusedStatement) => readonly Candidate[];
