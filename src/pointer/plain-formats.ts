/**
 * The three formats that dbshift writes in its own words. The whole file belongs to dbshift: what somebody adds
 * is gone after the next move. Each value stands in quotes or among characters that need none; the adapter reads
 * a text back before it uses it, so that a host with strange characters is refused and not written.
 */
import type { PointerFormat } from './format.js';
import type { FieldName } from './parse-value.js';

/** `{"active":"a","host":…}`, indented. */
export const jsonFormat: PointerFormat = {
  print: ({ active, host, port, generation, updatedAt }) =>
    `${JSON.stringify({ active, host, port, generation, updatedAt }, null, 2)}\n`,
  parse: text => {
    try {
      return Object(JSON.parse(text));
    } catch {
      return {};
    }
  },
};

const dotenvNames: Readonly<Record<FieldName, string>> = {
  host: 'DB_HOST',
  port: 'DB_PORT',
  active: 'DBSHIFT_ACTIVE',
  generation: 'DBSHIFT_GENERATION',
  updatedAt: 'DBSHIFT_UPDATED_AT',
};

/** `DB_HOST=…` and `DB_PORT=…` for applications, the rest with the prefix `DBSHIFT_`. */
export const dotenvFormat: PointerFormat = {
  print: value =>
    lines('# Which database server is active. Written by dbshift; changes are lost.', field => {
      return `${dotenvNames[field]}=${value[field]}`;
    }),
  parse: text => fieldsOf(field => new RegExp(`^${dotenvNames[field]}=(.*)$`, 'mu').exec(text)?.[1]),
};

const phpNames: Readonly<Record<FieldName, string>> = {
  host: 'dbhost',
  port: 'dbport',
  active: 'dbactive',
  generation: 'dbgeneration',
  updatedAt: 'dbupdated',
};

/** A file to include: `$dbhost = '…'; $dbport = …;` and what dbshift needs in three more variables. */
export const phpFormat: PointerFormat = {
  print: value =>
    lines('<?php\n// Which database server is active. Written by dbshift; changes are lost.', field => {
      const text = typeof value[field] === 'number' ? value[field] : `'${value[field]}'`;
      return `$${phpNames[field]} = ${text};`;
    }),
  parse: text =>
    fieldsOf(field => new RegExp(`^\\$${phpNames[field]} = '?([^'\\\\]*)'?;$`, 'mu').exec(text)?.[1]),
};

/** Host and port first: they are what people look for. */
const order: readonly FieldName[] = ['host', 'port', 'active', 'generation', 'updatedAt'];

function lines(header: string, lineOf: (field: FieldName) => string): string {
  return `${[header, ...order.map(lineOf)].join('\n')}\n`;
}

function fieldsOf(find: (field: FieldName) => string | undefined): Readonly<Record<string, unknown>> {
  return Object.fromEntries(order.map(field => [field, find(field)]));
}
