/** Whether the flips of a plan can be taken back for a while, in sentences for the reviewer. Pure. */
import type { Plan } from '../plan.js';
import { lossesOf } from './losses-of.js';
import type { LossyTable } from './rollback-window.js';

/** One for each flip; none where nobody judged it. */
export function rollbackNotes({ batches, replicas = [] }: Plan): readonly string[] {
  return batches.flatMap((batch, index) => {
    const { strategy, rollback, oneLeg } = batch;
    if (strategy !== 'flip' || oneLeg === true || rollback === undefined) return [];
    const name = `the flip of batch ${index + 1}`;
    const losses = lossesOf(batch, replicas);
    if (losses.length > 0) return [lossOf(name, losses)];
    return [windowOf(name, rollback.lossless ? rollback.copies : [])];
  });
}

function windowOf(batch: string, copies: readonly string[]): string {
  const copied =
    copies.length === 0 ? '' : `; the migrated side then gets ${copies.join(', ')} back by a copy`;
  return `${batch} can be taken back without a loss for as long as \`--hold-after-flip\` holds it: the old side follows the new one${copied}`;
}

function lossOf(batch: string, tables: readonly LossyTable[]): string {
  const reasons = [...new Set(tables.map(({ why }) => why))];
  const why = reasons.map(reason => `${tablesOf(tables, reason)} (${reason})`).join(', ');
  return `${batch} cannot be taken back without a loss: ${why}. With \`--hold-after-flip\` the old side stays as it was at the flip, its receiver on: going back loses nothing that was written up to the flip and everything written after it, so \`dbshift rollback\` refuses`;
}

/** Hundreds of tables may lose the same. */
function tablesOf(tables: readonly LossyTable[], reason: string): string {
  return tables
    .filter(({ why }) => why === reason)
    .map(({ table }) => table)
    .join(', ');
}
