/** What only a server can tell: it prepares each statement of a program, and says what it does not know. */
import type { ProgramRule } from '../program-rule.js';

const failsThere = 'the program is made all the same, and fails when it comes to the statement';

export const unknownColumn: ProgramRule = {
  id: 'unknown-column',
  severity: 'error',
  why: failsThere,
  hint: 'name a column that is there, or declare the variable',
};

export const unknownTable: ProgramRule = {
  id: 'unknown-table',
  severity: 'error',
  why: failsThere,
  hint: 'name a table that is there; one of a pending migration is there once it has run',
};

export const unknownFunction: ProgramRule = {
  id: 'unknown-function',
  severity: 'error',
  why: failsThere,
  hint: 'deploy it together with this one, or name one that is there',
};

export const statementFails: ProgramRule = {
  id: 'statement-fails',
  severity: 'error',
  why: failsThere,
  hint: 'mend the statement: the server says what is wrong with it',
};

export const serverRules: readonly ProgramRule[] = [
  unknownColumn,
  unknownTable,
  unknownFunction,
  statementFails,
];
