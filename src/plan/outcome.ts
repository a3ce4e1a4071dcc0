/** What comes out of a plan, in a few words: for headings and titles. Pure. */
import { bookkeepingMigration } from './bookkeeping-migration.js';
import type { Plan } from './plan.js';
import { programsOf } from './programs-of.js';

/** Kept even where nothing else is: a refusal must not look like a plan that can be run. */
export function describeOutcome(plan: Plan): string {
  const { batches, refusals } = plan;
  const size = sizeOf(plan);
  if (refusals.length > 0)
    return `refused, for ${count(refusals.length, 'reason')}${size === '' ? '' : `: ${size}`}`;
  if (batches.length === 0) return 'nothing to do';
  const flips = batches.filter(({ strategy }) => strategy === 'flip').length;
  const ways = `${count(batches.length, 'batch', 'batches')}, ${count(flips, 'flip')}`;
  return size === '' ? ways : `${size} in ${ways}`;
}

/** `60 migrations of 300 tables, 2 programs`: what people wrote, so without the tables of the bookkeeping. */
function sizeOf(plan: Plan): string {
  const { names, tables } = migrationsOf(plan);
  const programs = programsOf(plan).length;
  const of = tables.size === 0 ? '' : ` of ${count(tables.size, 'table')}`;
  return [
    ...(names.size === 0 ? [] : [`${count(names.size, 'migration')}${of}`]),
    ...(programs === 0 ? [] : [count(programs, 'program')]),
  ].join(', ');
}

type Migrations = { readonly names: ReadonlySet<string>; readonly tables: ReadonlySet<string> };

/** Of a plan that is refused, and so has no batches, those that were tried. */
function migrationsOf({ batches, refusals, review }: Plan): Migrations {
  const planned = batches.flatMap(({ migrations }) => migrations).filter(({ name }) => isWritten(name));
  const reviewed = refusals.length === 0 ? [] : (review?.statements ?? []);
  const tried = reviewed.filter(({ migration }) => isWritten(migration));
  const files = refusals.length === 0 ? [] : Object.keys(review?.parts.files ?? {});
  const names = [...planned.map(({ name }) => name), ...tried.map(({ migration }) => migration), ...files];
  const statements = [...planned.flatMap(migration => migration.statements), ...tried];
  return {
    names: new Set(names.filter(isWritten)),
    tables: new Set(statements.flatMap(({ tables }) => tables)),
  };
}

const isWritten = (name: string): boolean => name !== bookkeepingMigration;

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
