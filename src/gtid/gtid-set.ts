/**
 * A set of transactions, as a server names them. One implementation per flavor; the rest of the program only
 * asks these questions. Sets are immutable.
 *
 * `contains` is what "caught up" means: the passive is exact when its executed set contains the active's.
 * `minus` names what one server has and another has not (an *errant* part, when it is the passive that has it).
 */
export type GtidSet = {
  contains(other: GtidSet): boolean;
  union(other: GtidSet): GtidSet;
  /** What this set has and `other` has not. */
  minus(other: GtidSet): GtidSet;
  equals(other: GtidSet): boolean;
  readonly isEmpty: boolean;
  /** Number of transactions; a `bigint` because a busy server passes 2^53 units of nothing else first. */
  readonly size: bigint;
  /** The text that the server prints and accepts. */
  toString(): string;
};
