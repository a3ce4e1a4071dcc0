import test from 'ava';
import { hasEscapedComment, withPlainComment } from '../../src/sql/routine-comment.js';

test('a comment as servers print it comes out as the one that was stated', t => {
  const printed = "CREATE PROCEDURE `p`(comment INT)\n    COMMENT 'it''s \\\\ \\n \\Z'\nSELECT 'a\\\\b'";
  t.is(
    withPlainComment(printed),
    "CREATE PROCEDURE `p`(comment INT)\n    COMMENT 'it''s \\ \n \x1a'\nSELECT 'a\\\\b'",
  );
  const without = "CREATE FUNCTION `f`() RETURNS int\nRETURN 'COMMENT \\\\'";
  t.is(withPlainComment(without), without);
});

test('only what servers escape is one, and only in the comment of a routine', t => {
  t.true(hasEscapedComment("CREATE PROCEDURE p() COMMENT 'a\\b' SELECT 1"));
  t.true(hasEscapedComment("CREATE FUNCTION f() RETURNS INT NO SQL COMMENT 'a\nb' RETURN 1"));
  t.false(hasEscapedComment("CREATE PROCEDURE p() COMMENT 'it''s' SELECT '\\'"));
  t.false(hasEscapedComment("CREATE EVENT e ON SCHEDULE EVERY 1 DAY COMMENT 'a\\b' DO SET @x = 1"));
});
