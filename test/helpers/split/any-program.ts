/** Stored programs with bodies of every shape, as people write them without DELIMITER or between two of them. */
import fc from 'fast-check';

export type Sample = { readonly text: string; readonly constructs: readonly string[] };

/** A program without anything behind its last END. */
export function anyProgram(): fc.Arbitrary<Sample> {
  return fc.tuple(fc.constantFrom(...heads), oneOf.block).map(([head, body]) => ({
    text: `${head}${body.text}`,
    constructs: [...new Set(body.constructs)],
  }));
}

const heads = [
  'CREATE PROCEDURE p()\n',
  'create procedure `a;b`(IN _x ENUM("a;", \'b\'), OUT y DECIMAL(5,2)) ',
  'CREATE OR REPLACE DEFINER = `root`@`%` PROCEDURE app.p()\n  SQL SECURITY INVOKER\n  COMMENT "it;s"\n',
  'CREATE FUNCTION IF NOT EXISTS f(a INT) RETURNS VARCHAR(10) CHARACTER SET utf8mb4 DETERMINISTIC\n',
  'CREATE TRIGGER t BEFORE INSERT ON `end` FOR EACH ROW ',
  'CREATE DEFINER=u@h TRIGGER t AFTER UPDATE ON t FOR EACH ROW FOLLOWS s\n',
  'CREATE EVENT e ON SCHEDULE EVERY 1 HOUR ON COMPLETION PRESERVE COMMENT "do;" DO\n',
];

const simple: readonly string[] = [
  'SELECT 1;',
  "SET a = 'it''s;', b = \"\\\";\";",
  'SELECT IF(a, REPEAT("x;", 2), `end`) FROM t;',
  'DROP TABLE IF EXISTS t;',
  "UPDATE t SET loop_count = 1 WHERE `if` = 'END;';",
  'INSERT INTO t (status, source) VALUES (1, 2);',
  "SELECT 1; -- don't; END\n",
  '/* END; */ SELECT 2;',
  "SELECT '😀;', größe; # \" END;\n",
  'SELECT t.end, @begin, @`case`;',
  'CREATE TEMPORARY TABLE IF NOT EXISTS t (a INT);',
  'SELECT 3\n  ;',
];

const sample = (text: string, ...constructs: readonly string[]): Sample => ({ text, constructs });

/** Puts parts between words; the constructs of all parts are its own. */
function compose(name: string, parts: readonly Sample[], text: (parts: readonly string[]) => string): Sample {
  return sample(text(parts.map(part => part.text)), name, ...parts.flatMap(part => part.constructs));
}

const oneOf = fc.letrec<{ list: Sample; one: Sample; block: Sample; value: Sample }>(tie => {
  const shape = (
    name: string,
    parts: readonly ('list' | 'value' | 'block')[],
    text: (parts: readonly string[]) => string,
  ) => fc.tuple(...parts.map(part => tie(part))).map(found => compose(name, found, text));
  const nested = [
    shape('nested BEGIN', ['block'], ([a]) => `${a};`),
    shape('IF', ['value', 'list'], ([a, b]) => `IF ${a} THEN\n${b}END IF;`),
    shape(
      'IF',
      ['value', 'list', 'value', 'list', 'list'],
      ([a, b, c, d, e]) => `if ${a} then ${b}elseif ${c} then ${d}else ${e}end if;`,
    ),
    shape('CASE', ['value', 'list', 'list'], ([a, b, c]) => `CASE ${a} WHEN 1 THEN ${b}ELSE ${c}END CASE;`),
    shape('CASE', ['value', 'list'], ([a, b]) => `case when ${a} then\n${b}end case;`),
    shape('LOOP', ['list'], ([a]) => `LOOP\n${a}END LOOP;`),
    shape('REPEAT', ['list', 'value'], ([a, b]) => `REPEAT ${a}UNTIL ${b} END REPEAT;`),
    shape('WHILE', ['value', 'list'], ([a, b]) => `WHILE ${a} DO\n${b}END WHILE;`),
    shape('label', ['list'], ([a]) => `again: LOOP ${a}LEAVE again; END LOOP again;`),
    shape('label', ['list'], ([a]) => `\`my; label\`: BEGIN ${a}END \`my; label\`;`),
    shape('label', ['value', 'list'], ([a, b]) => `w: WHILE ${a} DO ${b}ITERATE w; END WHILE w;`),
  ] as const;
  const handler = [
    shape('handler', ['block'], ([a]) => `DECLARE EXIT HANDLER FOR SQLEXCEPTION ${a};`),
    shape('handler', ['value'], ([a]) => `DECLARE CONTINUE HANDLER FOR NOT FOUND, 1062 SET done = ${a};`),
    shape(
      'handler',
      ['value', 'list'],
      ([a, b]) => `DECLARE EXIT HANDLER FOR SQLSTATE VALUE '42S02', dup IF ${a} THEN ${b}END IF;`,
    ),
  ] as const;
  const value = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom('a', 'b = 1', "c <> ';'", '@done', 'IF(a, 1, 2)').map(text => sample(text)),
    },
    {
      weight: 1,
      arbitrary: tie('value').map(a =>
        compose('CASE in a value', [a], ([x]) => `CASE WHEN ${x} THEN 1 ELSE 2 END`),
      ),
    },
  );
  return {
    value,
    one: fc.oneof(
      { maxDepth: 2 },
      { weight: 12, arbitrary: fc.constantFrom(...simple).map(text => sample(text)) },
      { weight: 1, arbitrary: tie('value').map(a => compose('value', [a], ([x]) => `SET x = ${x};`)) },
      ...nested.map(arbitrary => ({ weight: 1, arbitrary })),
    ),
    list: fc
      .array(tie('one'), { minLength: 1, maxLength: 3 })
      .map(list => compose('list', list, texts => texts.map(text => `  ${text}\n`).join(''))),
    block: fc
      .tuple(fc.array(fc.oneof(...handler), { maxLength: 1 }), tie('list'))
      .map(([handlers, list]) =>
        compose('BEGIN', [...handlers, list], texts => `BEGIN\n${texts.join('\n')}END`),
      ),
  };
});
