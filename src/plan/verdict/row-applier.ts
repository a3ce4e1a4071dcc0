/** What the verdict must know of the server that applies row events, and of the one that writes them. */
import type { Capabilities, FlavorName } from '../../flavor/flavor.js';

export type RowApplier = {
  readonly flavor: FlavorName;
  readonly capabilities: Pick<
    Capabilities,
    'appliesExpressionDefaults' | 'matchesEventColumns' | 'checksRowEvents' | 'logsCascades'
  >;
  /** `binlog_row_image` of the server that writes the events: `FULL`, `MINIMAL`, `NOBLOB`. */
  readonly rowImage: string;
};

/** The applier's errors for a column that it cannot convert, however it is told to (tested on both). */
export function conversionErrnos({ flavor }: RowApplier): readonly number[] {
  return flavor === 'mariadb' ? [1677] : [13_146];
}

/** Its errors for a row that ends too early. MariaDB reports two, and keeps either (10.11 and 11.8, tested: one in six is 1610). */
export function brokenRowErrnos({ flavor }: RowApplier): readonly number[] {
  return flavor === 'mariadb' ? [1030, 1610] : [1105];
}
