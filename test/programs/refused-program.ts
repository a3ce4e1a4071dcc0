/** The places of what a server refuses. */
import test from 'ava';
import { refusedProgram } from '../../src/programs/refused-program.js';
import { compiled, procedure } from '../helpers/definitions.js';

const { wanted } = compiled(procedure('p', 'BEGIN\n  SELEC 1;\nEND'));
const inFile = { ...wanted, file: 'p.sql', line: 10, column: 3 };

test('a line that the server counts in the statement is one of the file', t => {
  const { where, message } = refusedProgram(inFile, "You have an error … near 'SELEC' at line 3");
  t.is(where, 'p.sql:12:1');
  t.regex(message, /^the server refuses procedure p: You have an error/u);
});

test('lines of the file that are not sent are counted too', t => {
  const text = `CREATE\nDEFINER = root@localhost\n${wanted.create.slice('CREATE '.length)}`;
  t.is(refusedProgram({ ...inFile, text }, 'near SELEC at line 3').where, 'p.sql:14:1');
});

test('without a line the place is that of the program', t => {
  t.is(refusedProgram(inFile, "Unknown column 'x'").where, 'p.sql:10:3');
  t.is(refusedProgram(inFile, 'near x at line 1').where, 'p.sql:10:3');
});
