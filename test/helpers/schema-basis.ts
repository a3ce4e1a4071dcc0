/** All that a schema file holds, of a pair that never was. */
import type { Recorded } from '../../src/migrate/recorded.js';
import type { PlanBasis } from '../../src/run/plan-source.js';
import { column, mariadbApplier, structure, table } from './structures.js';

export const nothingRecorded: Recorded = { knex: null, checksums: null, lock: 'no-table' };

export const basis: PlanBasis = {
  database: 'app',
  original: {
    live: { series: '10.11', mariadb: true, lowerCaseTableNames: 0, variables: {}, timeZone: '+00:00' },
    structure: structure(table('t', [column('id', 'int')])),
    routines: [],
  },
  sizes: { a: [], b: [] },
  active: 'a',
  applier: mariadbApplier,
  measured: { work: {}, writes: null, applied: null, writePauseMs: null },
  rowVersionLimit: null,
  versions: { a: '10.11.19-MariaDB', b: '10.11.19-MariaDB' },
  comment: 'Debian 12',
  replicas: [],
  events: [],
  settings: { a: {}, b: {} },
};
