/** Definitions of stored programs for tests, as a server tells them. */

import type { Compiled, Definition, ProgramKind, ProgramSettings } from '../../src/programs/program.js';
import { quoteIdentifier } from '../../src/sql/identifier.js';

export const plainSettings: ProgramSettings = {
  sqlMode: 'STRICT_TRANS_TABLES',
  characterSet: 'utf8mb4',
  collation: 'utf8mb4_general_ci',
};

/** A procedure with this body, of `owner@localhost`. */
export function procedure(name: string, body = 'SELECT 1'): Definition {
  return definition('procedure', name, `CREATE PROCEDURE ${quoteIdentifier(name)}()\n${body}`);
}

export function definition(kind: ProgramKind, name: string, create: string): Definition {
  return { kind, name, create, definer: 'owner@localhost', settings: plainSettings };
}

export type EventParts = {
  readonly schedule?: string;
  readonly starts?: string;
  readonly disabled?: boolean;
};

/** As `readPrograms` writes it. */
export function event({ schedule = 'EVERY 1 DAY', starts, disabled = false }: EventParts): Definition {
  const clauses = [
    `ON SCHEDULE ${schedule}`,
    ...(starts === undefined ? [] : [`STARTS '${starts}'`]),
    'ON COMPLETION NOT PRESERVE',
    ...(disabled ? ['DISABLE'] : []),
  ];
  const create = `CREATE EVENT \`e\`\n${clauses.map(clause => `  ${clause}\n`).join('')}DO\nSELECT 1`;
  return definition('event', 'e', create);
}

/** From a file of its own. */
export function compiled(of: Definition): Compiled {
  const { kind, name, create, settings } = of;
  const place = { file: `${name}.sql`, line: 1, column: 1, text: create };
  return { wanted: { kind, name, ...place, create, definer: of.definer || null, settings }, definition: of };
}
