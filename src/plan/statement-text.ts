/**
 * What a plan sends, and how, as lines: for a diff of two plans. Whatever two plans may differ in stands here, so that
 * no difference hides behind equal SQL; a structure stands by the beginning of its fingerprint. Pure.
 */
import type { Batch, Plan, PlannedMigration, PlannedStatement } from './plan.js';

export function statementText({ database, batches }: Pick<Plan, 'database' | 'batches'>): string {
  return [`database ${database}`, ...batches.flatMap(batchLines)].join('\n');
}

function batchLines(batch: Batch, index: number): readonly string[] {
  const { strategy, conversions, tables, oneLeg, structureBefore, structureAfter, migrations } = batch;
  return [
    `batch ${index + 1}: ${oneLeg === true ? 'one leg' : strategy}`,
    ...list('conversions', conversions),
    ...list('tables', tables),
    `  structure ${short(structureBefore)} to ${short(structureAfter)}`,
    ...migrations.flatMap(migrationLines),
  ];
}

function migrationLines(migration: PlannedMigration): readonly string[] {
  const { name, kind, checksum, takesBack = [], givesBack = [], statements } = migration;
  return [
    `  ${name} (${kind}, ${short(checksum)})`,
    ...list('  takes back', takesBack),
    ...list('  records again', givesBack),
    ...statements.flatMap(statementLines),
  ];
}

function statementLines(statement: PlannedStatement): readonly string[] {
  const { sql, file, line, kind, tables, algorithm, online, structureAfter, copies } = statement;
  const how = [kind, algorithm ?? 'no algorithm', online ? 'online' : 'not online', ...tables];
  return [
    `    ${file}:${line} (${how.join(', ')})`,
    ...list('    copies', copies === undefined ? [] : [copies.table, ...copies.conversions]),
    ...sql.split('\n').map(text => `      | ${text}`),
    `      structure ${short(structureAfter)}`,
  ];
}

function list(title: string, words: readonly string[]): readonly string[] {
  return words.length === 0 ? [] : [`  ${title} ${words.join(', ')}`];
}

function short(digest: string): string {
  return digest.slice(0, 12);
}
