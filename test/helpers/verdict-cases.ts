/** All cases of the verdict, each with a title of its own. */
import type { VerdictCase } from './verdict-case.js';
import { columnCases } from './verdict-column-cases.js';
import { constraintCases, engineKeyCases } from './verdict-constraint-cases.js';
import { mysqlCases } from './verdict-mysql-cases.js';
import { objectCases } from './verdict-object-cases.js';
import { tableCases } from './verdict-table-cases.js';
import { typeCases } from './verdict-type-cases.js';

export const verdictCases: readonly VerdictCase[] = [
  ...typeCases,
  ...columnCases,
  ...tableCases,
  ...constraintCases,
  ...objectCases,
  ...mysqlCases,
  ...engineKeyCases,
];
