/** Values at the edges of a column type, as SQL literals: what a conversion gets wrong, it gets wrong there. */

export function edgeValues(type: string): readonly string[] {
  const [, base = '', size] = /^(\w+)(?:\((\d+)(?:,\d+)?\))?/.exec(type) ?? [];
  const sign = / unsigned/.test(type) ? ' unsigned' : '';
  if (/^(datetime|timestamp|time)$/.test(base) && size !== undefined)
    return [...(values[base] ?? []), fraction(base)];
  const fixed = values[`${base}${sign}`] ?? values[base];
  if (fixed !== undefined) return fixed;
  if (/char$|text$/.test(base)) return texts(type, Number(size ?? 60));
  if (/binary$|blob$/.test(base)) return ["''", "x'00ff'", "x'20'", "x'6100'", `REPEAT('z', ${size ?? 200})`];
  if (base === 'decimal') return decimals(type);
  if (base === 'bit') return ["b'0'", "b'1'", `b'${'1'.repeat(Number(size))}'`];
  if (base === 'enum' || base === 'set') {
    const members = [...type.matchAll(/'[^']*'/g)].map(([member]) => member);
    return [...new Set([...members.slice(0, 3), ...members.slice(-2)])];
  }
  throw new Error(`no edge values for ${type}`);
}

function fraction(base: string): string {
  return base === 'time' ? "'23:59:58.987654'" : "'2020-02-29 23:59:58.987654'";
}

const values: Readonly<Record<string, readonly string[]>> = {
  tinyint: ['0', '-128', '127', '-1'],
  'tinyint unsigned': ['0', '255', '128', '127'],
  smallint: ['0', '-32768', '32767', '-1'],
  'smallint unsigned': ['0', '65535', '32768'],
  mediumint: ['0', '-8388608', '8388607', '-1'],
  'mediumint unsigned': ['0', '16777215', '8388608'],
  int: ['0', '-2147483648', '2147483647', '-1'],
  'int unsigned': ['0', '4294967295', '2147483648'],
  bigint: ['0', '-9223372036854775808', '9223372036854775807'],
  'bigint unsigned': ['0', '18446744073709551615', '9223372036854775808'],
  float: ['0', '-1.1', '3.4e38', '1e-38', '0.333333'],
  'float unsigned': ['0', '1', '12.5'],
  double: ['0', '-1.1', '1.7e308', '1e-300'],
  date: ["'2020-02-29'", "'1000-01-01'", "'9999-12-31'"],
  datetime: ["'2020-02-29 23:59:59'", "'1000-01-01 00:00:00'", "'9999-12-31 23:59:59'"],
  timestamp: ["'2020-02-29 23:59:59'", "'1971-01-01 00:00:00'", "'2037-12-31 23:59:59'"],
  time: ["'23:59:59'", "'00:00:00'"],
  year: ['2020', '1901', '2155'],
  json: ["'1'", `'{"a": [null, "é"]}'`],
};

/** Empty, blanks at the end, two to four bytes a character as far as the charset has them, and the longest. */
function texts(type: string, length: number): readonly string[] {
  const some = ["''", "'a'", "'a  '", "'A'", "'NULL'", "'\\\\'", `REPEAT('z', ${length})`];
  if (/ascii/.test(type)) return some;
  if (/latin1/.test(type)) return [...some, "'éü'", `REPEAT('é', ${length})`];
  const wide = /utf8mb3/.test(type) ? '€' : '😀';
  return [...some, "'é€'", `'x${wide}y'`, `REPEAT('${wide}', ${length})`];
}

function decimals(type: string): readonly string[] {
  const [precision = 10, scale = 0] = (/\((.*)\)/.exec(type)?.[1] ?? '').split(',').map(Number);
  const greatest = `${'9'.repeat(precision - scale)}.${'9'.repeat(scale)}`;
  return / unsigned/.test(type) ? ['0', '1.5', greatest] : ['0', '-0.01', greatest, `-${greatest}`];
}
