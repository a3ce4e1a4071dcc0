import test from 'ava';
import fc from 'fast-check';
import { ConfigError } from '../../src/errors.js';
import type { PlanBasis } from '../../src/run/plan-source.js';
import { parseSchema, schemaText } from '../../src/run/schema-file.js';
import { column, structure, table } from '../helpers/structures.js';

const recorded = { knex: null, checksums: null, lock: 'no-table' } as const;
const basis: PlanBasis = {
  database: 'app',
  original: {
    live: { series: '10.11', mariadb: true, lowerCaseTableNames: 0, variables: {}, timeZone: '+00:00' },
    structure: structure(table('t', [column('id', 'int')])),
    routines: [],
  },
  sizes: { a: [], b: [] },
  active: 'a',
  applier: {
    flavor: 'mariadb',
    capabilities: {
      appliesExpressionDefaults: false,
      matchesEventColumns: false,
      computesSoughtColumns: false,
      checksRowEvents: false,
      logsCascades: false,
    },
    rowImage: 'FULL',
  },
  measured: { work: {}, writes: null, applied: null, writePauseMs: null },
  rowVersionLimit: null,
  versions: { a: '10.11.19-MariaDB', b: '10.11.19-MariaDB' },
  comment: 'Debian 12',
  replicas: [],
  events: [],
  settings: { a: {}, b: {} },
};
const content = { recorded: { a: recorded, b: recorded }, basis };
const text = schemaText(content);

test('a schema file is read as it was written', t => {
  t.deepEqual(parseSchema(text, 'schema.json'), content);
  t.is(schemaText(parseSchema(text, 'schema.json')), text);
});

test('a schema file in which anything was changed says the same as before, or is refused', t => {
  const change = fc.record({
    at: fc.nat(text.length - 1),
    cut: fc.nat(3),
    put: fc.string({ maxLength: 3 }),
  });
  fc.assert(
    fc.property(change, ({ at, cut, put }) => {
      const changed = text.slice(0, at) + put + text.slice(at + cut);
      try {
        t.deepEqual(parseSchema(changed, 'schema.json'), content);
      } catch (error) {
        t.true(error instanceof ConfigError, changed);
      }
    }),
  );
});
