import test from 'ava';
import fc from 'fast-check';
import { ConfigError } from '../../src/errors.js';
import { parseSchema, schemaText } from '../../src/run/schema-file.js';
import { basis, nothingRecorded } from '../helpers/schema-basis.js';

const content = { recorded: { a: nothingRecorded, b: nothingRecorded }, basis };
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
