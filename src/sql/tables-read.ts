/** The tables that the queries of a statement name. */
import type { Reader, SqlName } from './reader.js';

/**
 * Takes the rest of the statement and collects every name behind FROM and JOIN, at any depth. Rather too many
 * than too few: names of common table expressions and the FROM of EXTRACT, TRIM and SUBSTRING are among them,
 * the pseudo table DUAL is not. `intoFile` tells of INTO OUTFILE or DUMPFILE.
 */
export function tablesRead(reader: Reader): { names: SqlName[]; intoFile: boolean } {
  const names: SqlName[] = [];
  let intoFile = false;
  while (reader.peek().kind !== 'end') {
    const { word } = reader.take();
    if (word === 'FROM') names.push(...tableList(reader));
    else if (BEFORE_TABLE.has(word)) names.push(...oneTable(reader));
    else if (word === 'INTO' && FILES.has(reader.peek().word)) intoFile = true;
  }
  return { names, intoFile };
}

const BEFORE_TABLE = new Set(['JOIN', 'STRAIGHT_JOIN', 'TABLE']);
const FILES = new Set(['OUTFILE', 'DUMPFILE']);
/** What may follow a table instead of an alias. */
const NOT_A_NAME = new Set(['DUAL', 'SELECT', 'LATERAL', 'JSON_TABLE', 'WITH']);

/** `a`, `b AS x`, `(c`: as far as names are separated by commas. */
function tableList(reader: Reader): SqlName[] {
  const names = oneTable(reader);
  while (names.length > 0) {
    reader.accept('AS');
    if (reader.peek(1).word === ',') reader.take();
    if (!reader.accept(',')) break;
    names.push(...oneTable(reader));
  }
  return names;
}

function oneTable(reader: Reader): SqlName[] {
  while (reader.accept('('));
  if (NOT_A_NAME.has(reader.peek().word)) return [];
  const name = reader.name();
  return name === undefined ? [] : [name];
}
