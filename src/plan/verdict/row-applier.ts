/** What the verdict must know of the server that applies row events, and of the one that writes them. */
import type { Capabilities, FlavorName } from '../../flavor/flavor.js';

export type RowApplier = {
  readonly flavor: FlavorName;
  readonly capabilities: Pick<
    Capabilities,
    | 'appliesExpressionDefaults'
    | 'matchesEventColumns'
    | 'computesSoughtColumns'
    | 'checksRowEvents'
    | 'logsCascades'
  >;
  /** `binlog_row_image` of the server that writes the events: `FULL`, `MINIMAL`, `NOBLOB`. */
  readonly rowImage: string;
};

/** The applier's errors for a column that it cannot convert, however it is told to (tested on both). */
export function conversionErrnos({ flavor }: RowApplier): readonly number[] {
  return flavor === 'mariadb' ? [1677] : [13_146];
}
