/** Which types a server converts into which is a matter of families; see `judgeType`. */
import type { Column } from '../structure.js';

export type TypeFamily =
  | 'integer'
  | 'decimal'
  | 'real'
  | 'bit'
  | 'text'
  | 'binary'
  | 'enum'
  | 'set'
  | 'temporal'
  | 'json'
  | 'other';

/** `json` is a type of its own on MySQL only; MariaDB calls it longtext. */
export function typeFamily({ dataType }: Pick<Column, 'dataType'>): TypeFamily {
  return families[dataType] ?? 'other';
}

const families: Readonly<Record<string, TypeFamily>> = {
  tinyint: 'integer',
  smallint: 'integer',
  mediumint: 'integer',
  int: 'integer',
  bigint: 'integer',
  decimal: 'decimal',
  float: 'real',
  double: 'real',
  bit: 'bit',
  char: 'text',
  varchar: 'text',
  tinytext: 'text',
  text: 'text',
  mediumtext: 'text',
  longtext: 'text',
  binary: 'binary',
  varbinary: 'binary',
  tinyblob: 'binary',
  blob: 'binary',
  mediumblob: 'binary',
  longblob: 'binary',
  enum: 'enum',
  set: 'set',
  date: 'temporal',
  datetime: 'temporal',
  timestamp: 'temporal',
  time: 'temporal',
  year: 'temporal',
  json: 'json',
};
