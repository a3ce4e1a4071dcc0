import { execFileSync } from 'node:child_process';
import test from 'ava';
import fc from 'fast-check';
import { shellWord } from '../src/shell-word.js';

test('what needs no quotes gets none', t => {
  for (const word of ['register_lb', 'function:total', 'größe']) t.is(shellWord(word), word);
  t.is(shellWord('a b'), "'a b'");
  t.is(shellWord("it's"), "'it'\\''s'");
});

test('a shell reads each word as it was', t => {
  const words = fc.sample(
    fc.string({ unit: 'grapheme', minLength: 1 }).filter(word => !word.includes('\0')),
    200,
  );
  const command = `printf '%s\\0' ${words.map(shellWord).join(' ')}`;
  t.deepEqual(execFileSync('sh', ['-c', command]).toString().split('\0').slice(0, -1), words);
});
