import test from 'ava';
import fc from 'fast-check';
import { ConfigError } from '../../src/errors.js';
import { decodeSource } from '../../src/sql/decode-source.js';

test('any text comes back from its UTF-8, with a byte order mark and U+FFFD', t => {
  const unit = fc.oneof(
    fc.constantFrom('\uFEFF', '\uFFFD', '\n', '😀'),
    fc.string({ unit: 'binary', maxLength: 1 }),
  );
  fc.assert(
    fc.property(fc.string({ unit }), text => {
      t.is(decodeSource(Buffer.from(text), 'p.sql'), text);
    }),
  );
});

const wrong: readonly (readonly [what: string, bytes: readonly number[], where: string, byte: number])[] = [
  ['Latin-1', [...Buffer.from('é\nSELECT '), 0xe9, 0x0a], '2:8', 10],
  ['a character that is cut off', [...Buffer.from('a\n'), 0xf0, 0x9f, 0x98], '2:1', 2],
  ['a surrogate', [0x61, 0xed, 0xa0, 0x80], '1:2', 1],
  ['UTF-16 with its mark', [0xff, 0xfe, 0x61, 0], '1:1', 0],
  ['an overlong slash', [...Buffer.from('\uFEFFab'), 0xc0, 0xaf], '1:3', 5],
];

for (const [what, bytes, where, byte] of wrong)
  test(`${what} is refused with its place`, t => {
    const error = t.throws(() => decodeSource(Uint8Array.from(bytes), 'p.sql'), { instanceOf: ConfigError });
    t.is(error?.findings[0]?.where, `p.sql:${where}`);
    t.true(error?.message.includes(`(byte ${byte})`), error?.message);
  });
