import test from 'ava';
import { quoteIdentifier, quoteName, quoteString } from '../../src/sql/identifier.js';

test('a name stands in backticks, and its own backticks are doubled', t => {
  t.is(quoteIdentifier('orders'), '`orders`');
  t.is(quoteIdentifier('a`b'), '`a``b`');
  t.is(quoteIdentifier('Größe 😀'), '`Größe 😀`');
  t.is(quoteIdentifier('`; DROP TABLE t; --'), '```; DROP TABLE t; --`');
});

test('a qualified name quotes both parts', t => {
  t.is(quoteName('my.db', 'a`b'), '`my.db`.`a``b`');
});

test('a text stands in quotes on one line, and cannot end early', t => {
  t.is(quoteString("it's"), "'it''s'");
  t.is(quoteString('a\\'), "'a\\\\'");
  t.is(quoteString("\\'"), "'\\\\'''");
  t.is(quoteString('one\r\ntwo\0\x1a'), "'one\\r\\ntwo\\0\\Z'");
  t.is(quoteString('Größe 😀 "x" `y`'), '\'Größe 😀 "x" `y`\'');
});
