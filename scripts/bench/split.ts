/**
 * How long it takes to read 5 MB of SQL: rows as a dump has them, programs without DELIMITER, and the same programs
 * with it. Beside each what no reader can do without: the same bytes decoded, and each letter looked at once. Then
 * texts that take for ever where anything of them is read over and over, at two lengths.
 */
import { splitSql } from '../../src/sql/split.js';

const bytes = 5_000_000;
const repetitions = 9;

export function benchSplit(): void {
  for (const [name, text] of Object.entries(ordinary())) console.log(`split     ${name}: ${compared(text)}`);
  for (const [name, line] of Object.entries(hostile)) {
    const [once, twice] = [100_000, 200_000].map(size =>
      fastestMs(() => reading(`DELIMITER ;;;\n${repeated(line, size)}`)),
    );
    if (once === undefined || twice === undefined) continue;
    const details = `${once.toFixed(1)} and ${twice.toFixed(1)} ms for 100 and 200 kB`;
    console.log(
      `split     ${name}: ${(twice / once).toFixed(1)} times as long for twice the text (${details})`,
    );
  }
}

function compared(text: string): string {
  const file = Buffer.from(text);
  const floorMs = fastestMs(() => lookAtEach(file.toString('utf8')));
  const ms = fastestMs(() => reading(file.toString('utf8')));
  const count = splitSql(text, 'bench.sql').filter(({ kind }) => kind === 'statement').length;
  const details = `${ms.toFixed(0)} ms, ${floorMs.toFixed(0)} ms; the fastest of ${repetitions}`;
  return `${count} statements in 5 MB, ${(ms / floorMs).toFixed(1)} times looking at each letter (${details})`;
}

function lookAtEach(text: string): number {
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) sum += text.charCodeAt(at);
  return sum;
}

/** A refusal has read the text too. */
function reading(text: string): void {
  try {
    splitSql(text, 'bench.sql');
  } catch {}
}

/** Nothing here waits, so what is slower than the fastest is what else the machine does. */
function fastestMs(body: () => void): number {
  const times = Array.from({ length: repetitions }, () => {
    const begun = performance.now();
    body();
    return performance.now() - begun;
  });
  return Math.min(...times);
}

function ordinary(): Readonly<Record<string, string>> {
  const programs = numbered(programOf);
  return {
    rows: numbered(rowOf),
    'programs without DELIMITER': programs,
    'programs with DELIMITER': `DELIMITER $$\n${programs.replaceAll(/^(END|DROP .*);$/gm, '$1$$$$')}`,
  };
}

function numbered(textOf: (n: number) => string): string {
  const texts: string[] = [];
  for (let n = 0, size = 0; size < bytes; n += 1) {
    const text = textOf(n);
    texts.push(text);
    size += text.length;
  }
  return texts.join('');
}

const rowOf = (n: number): string =>
  `INSERT INTO member_${n % 17} (id, name, note) VALUES (${n}, 'it''s nu\\'mber ${n}', "a;b"), (1, 'x', NULL); -- row\n`;

const branchOf = (n: number): string => `  IF _n > ${n} THEN
    UPDATE member SET seen = NOW(), note = CONCAT('a;', "b") WHERE ip = _ip AND n = ${n};
  ELSE
    SET _n = CASE _n WHEN ${n} THEN 1 ELSE 2 END; -- don't
  END IF;
`;

const programOf = (n: number): string => `DROP PROCEDURE IF EXISTS p${n};
CREATE PROCEDURE p${n}(IN _ip VARCHAR(100), OUT _n INT)
  SQL SECURITY INVOKER
BEGIN
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET _n = 1;
${Array.from({ length: 40 }, (_, branch) => branchOf(branch)).join('')}END;
`;

const repeated = (line: string, size: number): string => line.repeat(Math.ceil(size / line.length));

/** One line, many times. */
const hostile: Readonly<Record<string, string>> = {
  'statements that no delimiter ends': 'SELECT 1\\G',
  'heads that never end': 'CREATE PROCEDURE p(\\G',
  'triggers without a body': 'CREATE TRIGGER t BEFORE\\G',
  'one line of USE': 'USE a;',
  'columns called delimiter': ',\ndelimiter x',
  'lines of blanks': '          \n',
};
