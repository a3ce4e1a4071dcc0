/**
 * What servers did with each case of the verdict, as `test/golden/verdicts/` keeps it: structures as their catalogs show
 * them, and what came of each trial. So the judges can be held against all servers without one. Tables stand once, by
 * number, because most cases begin with the same.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Table } from '../../src/plan/structure.js';
import type { RowApplier } from '../../src/plan/verdict/row-applier.js';
import { foldCase, foldTable, type StoredRecord, unfoldCase, unfoldTable } from './verdict-stored.js';
import type { SeenStructures } from './verdict-structures.js';
import type { Outcome, Trial } from './verdict-trials.js';

export type RecordedTrial = Trial & {
  readonly outcome: Outcome;
  /** At which the applier stopped, or the second leg failed. */
  readonly errno: number | null;
};

export type RecordedCase = {
  readonly title: string;
  /** But for the row image, which is the trial's. */
  readonly applier: Omit<RowApplier, 'rowImage'>;
  readonly seen: SeenStructures;
  readonly trials: readonly RecordedTrial[];
};

const folder = fileURLToPath(new URL('../../../test/golden/verdicts/', import.meta.url));

/** Servers that were recorded: `mariadb 10.11`. */
export async function recordedServers(): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.map(name => name.replace('.json', '').replace('-', ' ')).sort();
}

export async function readRecord(server: string): Promise<readonly RecordedCase[]> {
  const { tables, cases }: StoredRecord = JSON.parse(await readFile(fileOf(server), 'utf8'));
  const known = tables.map(unfoldTable);
  return cases.map(stored => unfoldCase(stored, known));
}

/** One line for each table and each case, so that a change of one is seen as one. */
export async function writeRecord(server: string, cases: readonly RecordedCase[]): Promise<void> {
  const tables: string[] = [];
  const numberOf = (table: Table) => {
    const text = JSON.stringify(foldTable(table));
    if (!tables.includes(text)) tables.push(text);
    return tables.indexOf(text);
  };
  const lines = cases.map(one => JSON.stringify(foldCase(one, numberOf)));
  await mkdir(folder, { recursive: true });
  const text = `{"tables":[\n${tables.join(',\n')}\n],\n"cases":[\n${lines.join(',\n')}\n]}\n`;
  await writeFile(fileOf(server), text);
}

function fileOf(server: string): string {
  return `${folder}${server.replace(' ', '-')}.json`;
}
