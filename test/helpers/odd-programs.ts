/** Programs of every kind with odd names, modes and settings, which all of them depend on `orders (id, total)`. */
import type { FlavorName } from '../../src/flavor/flavor.js';

export type OddProgram = {
  /** Of the session that makes it. */
  readonly set: string;
  readonly create: string;
};

const plain = 'NAMES utf8mb4';

/** In an order in which they can be made; in `app`. */
export function oddPrograms(flavor: FlavorName): readonly OddProgram[] {
  const mode = (sqlMode: string) => `sql_mode = '${sqlMode}'`;
  return [
    { set: mode(''), create: 'CREATE FUNCTION `total`(a INT) RETURNS INT DETERMINISTIC NO SQL RETURN a + 1' },
    { set: mode('ANSI_QUOTES,NO_BACKSLASH_ESCAPES'), create: ansi },
    {
      set: mode('PIPES_AS_CONCAT,STRICT_ALL_TABLES'),
      create: "CREATE PROCEDURE total() SELECT 'a' || '$$' || 'b'",
    },
    {
      set: mode('ANSI'),
      create: 'CREATE PROCEDURE "odd ` name @ é $$"() SQL SECURITY INVOKER BEGIN SELECT 1; /* ; */ END',
    },
    { set: mode(''), create: 'CREATE VIEW `sums of` AS SELECT id, total(total) AS t FROM orders' },
    {
      set: mode('ANSI_QUOTES'),
      create: 'CREATE SQL SECURITY INVOKER VIEW "a first" AS SELECT "id" FROM "sums of"',
    },
    {
      set: mode(''),
      create: 'CREATE TRIGGER app.`z 1` BEFORE INSERT ON app.orders FOR EACH ROW SET NEW.total = 1 -- end',
    },
    {
      set: mode(''),
      create: "CREATE TRIGGER a2 BEFORE INSERT ON orders FOR EACH ROW BEGIN SET @a = _latin1'x'; END",
    },
    {
      set: mode('ANSI_QUOTES'),
      create: 'CREATE TRIGGER "m`3" BEFORE INSERT ON orders FOR EACH ROW FOLLOWS "z 1" SET NEW."total" = 3',
    },
    {
      set: "time_zone = '+02:00'",
      create:
        "CREATE EVENT `e@1` ON SCHEDULE EVERY '1:30' HOUR_MINUTE STARTS '2030-01-01 03:00:00' ENDS '2031-01-01 00:00:00' ON COMPLETION PRESERVE COMMENT 'it''s a \\\\ \"b\"' DO BEGIN SELECT 1; END",
    },
    { set: "time_zone = 'SYSTEM'", create: 'CREATE EVENT off ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1' },
    {
      set: mode('NO_BACKSLASH_ESCAPES'),
      create: "CREATE EVENT `do` ON SCHEDULE AT '2035-01-01 00:00:00' COMMENT 'a \\ b' DO SELECT 'x\\n'",
    },
    { set: 'NAMES latin1', create: "CREATE PROCEDURE latin() SELECT 'x'" },
    {
      set: 'character_set_client = utf8mb4, collation_connection = latin1_german1_ci',
      create: "CREATE PROCEDURE crossed() COMMENT 'c' SELECT 'x'",
    },
    {
      set: plain,
      create:
        "CREATE DEFINER = 'nobody'@'10.0.%' PROCEDURE owned(INOUT a VARCHAR(10) CHARACTER SET latin1) MODIFIES SQL DATA SELECT '😀é'",
    },
    ...(flavor === 'mariadb' ? mariadbPrograms : []),
  ];
}

const ansi = [
  'CREATE PROCEDURE "lines"(IN "a b" INT)',
  '  READS SQL DATA',
  '-- what is said here goes',
  'BEGIN',
  '  # a remark with a " in it',
  "  SELECT 'a\\b', \"a b\"; -- and one more '",
  'END',
].join('\n');

const mariadbPrograms: readonly OddProgram[] = [
  {
    set: "sql_mode = ''",
    create:
      'CREATE AGGREGATE FUNCTION adds(x INT) RETURNS INT DETERMINISTIC BEGIN DECLARE s INT DEFAULT 0; DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN s; LOOP FETCH GROUP NEXT ROW; SET s = s + x; END LOOP; END',
  },
];
