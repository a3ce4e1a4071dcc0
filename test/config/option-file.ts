import test from 'ava';
import { optionsOf, parseOptionFile } from '../../src/config/option-file.js';

/** Expected values are what `my_print_defaults` (MariaDB 10.11) prints for the same line. */
const lines: Readonly<Record<string, string>> = {
  'k=plain # comment': 'plain',
  'k="quo # ted" # c': 'quo # ted',
  "k='it''s'": "it''s",
  "k=it's # not a comment?": "it's # not a comment?",
  'k="unterminated # x': '"unterminated # x',
  'k=a\\sb\\tc\\\\d\\qe\\': 'a b\tc\\d\\qe\\',
  'k="a\\"b#c" # z': 'a"b#c',
  'k=\\"x#y': '"x#y',
  'k="a" "b"': 'a" "b',
  'k = spaced   value  ': 'spaced   value',
  k: '',
  'k="x"tail # c': '"x"tail',
  "k='\"'": '"',
  'k="\\\\" # c': '\\',
  'k="': '"',
  'k= #nothing': '',
  'k="don\'t # x" # y': "don't # x",
  'k=a"b#c"d # e': 'a"b#c"d',
  "k='a\\'b#c' # f": "a'b#c",
  'k="abc\\" #def': '"abc" #def',
  'k= "abc\\"': 'abc\\',
};

for (const [line, expected] of Object.entries(lines))
  test(`an option is read as the servers' clients read it: ${line}`, t => {
    const file = parseOptionFile(`[client]\n${line}\n`, 'my.cnf');
    t.deepEqual(file.findings, []);
    t.is(optionsOf(file, ['client'])?.get('k'), expected);
  });

test('groups are kept apart, a group may come twice, and the later value wins', t => {
  const text =
    '# a\n; b\n[client]\r\nuser=x\nport=1\n[mysqld]\nport=2\n [client ] tail\nport=3\ndefault_character-set=y\n';
  const file = parseOptionFile(text, 'my.cnf');
  t.deepEqual(file.findings, []);
  t.deepEqual(
    [...(optionsOf(file, ['client']) ?? [])],
    [
      ['user', 'x'],
      ['port', '3'],
      ['default-character-set', 'y'],
    ],
  );
  t.is(optionsOf(file, ['mysqld'])?.get('port'), '2');
  t.is(optionsOf(file, ['mysql']), null);
});

test('of several groups the later value wins, whatever its group', t => {
  const file = parseOptionFile('[client-x]\nuser=x\nport=2\n[client]\nuser=y\nhost=h\n', 'my.cnf');
  t.deepEqual(
    [...(optionsOf(file, ['client', 'client-x']) ?? [])],
    [
      ['user', 'y'],
      ['port', '2'],
      ['host', 'h'],
    ],
  );
});

test('what is not understood is refused by line, without its text', t => {
  const { findings } = parseOptionFile('password=hunter2\n[client]\n!hunter2 /etc/my.cnf.d\n', 'my.cnf');
  t.deepEqual(
    findings.map(finding => finding.where),
    ['my.cnf:1', 'my.cnf:3'],
  );
  t.notRegex(JSON.stringify(findings), /hunter2/u);
});
