/** One table before and after, for whoever judges a side of the change. */
import type { Table } from '../structure.js';
import type { Lineage } from './lineage.js';
import type { RowApplier } from './row-applier.js';

export type TableChange = {
  /** As the server that writes the events has it. */
  readonly before: Table;
  /** As the server that applies them has it. */
  readonly after: Table;
  readonly lineage: Lineage;
  readonly applier: RowApplier;
};
