/** All cases of the verdict that every server is asked. */
import { columnCases } from './verdict-column-cases.js';
import { tableCases } from './verdict-table-cases.js';
import { typeCases } from './verdict-type-cases.js';

export const verdictCases = [...typeCases, ...columnCases, ...tableCases];
