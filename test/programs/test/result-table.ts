import test from 'ava';
import fc from 'fast-check';
import { parseRow, printCell, printTables } from '../../../src/programs/test/result-table.js';

test('values stand for themselves, but for those that would be misread', t => {
  const shown = {
    '10.0.0.1': '10.0.0.1',
    "it's": "it's",
    '': "''",
    NULL: "'NULL'",
    ' a': "' a'",
    'a|b': "'a|b'",
  };
  for (const [value, text] of Object.entries(shown)) t.is(printCell(value), text);
  t.is(printCell(null), 'NULL');
  t.is(printCell("'x'\n"), "'''x''\\n'");
});

test('an empty cell is the empty text', t => {
  t.deepEqual(parseRow('| |  ||'), ['', '', '']);
});

test('what is no row is none: no bar at its beginning or its end', t => {
  for (const line of ['', '|', 'a | b |', '| a | b']) t.is(parseRow(line), null, line);
  // A quote that is never closed is one of the value.
  t.deepEqual(parseRow("| 'a|"), ["'a"]);
});

const cell = fc.option(
  fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom("'", '\\', '|', ' ', '\n', '\r', '\0', 'n', 'a', '\u00a0', '😀') }),
    fc.constantFrom('NULL', '0x00FF', "''", '\\n'),
  ),
);

test('every table is read back from what is shown of it', t => {
  const tables = fc
    .integer({ min: 1, max: 4 })
    .chain(width => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }));
  fc.assert(
    fc.property(tables, rows => {
      const [text = ''] = printTables([{ columns: rows[0]?.map(() => 'c') ?? [], rows }]);
      t.deepEqual(text.split('\n').slice(1).map(parseRow), rows);
    }),
  );
});

test('tables that are shown together have the same widths', t => {
  t.deepEqual(
    printTables([
      { columns: ['a'], rows: [['😀']] },
      { columns: ['a'], rows: [['long']] },
    ]),
    ['| a    |\n| 😀    |', '| a    |\n| long |'],
  );
});
