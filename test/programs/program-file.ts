/** Programs as files, and the names of these. */
import test from 'ava';
import fc from 'fast-check';
import { fileNames } from '../../src/programs/file-names.js';
import { parseProgramFile } from '../../src/programs/parse-program-file.js';
import { type Definition, programKey } from '../../src/programs/program.js';
import { programFile } from '../../src/programs/program-file.js';
import { definition, plainSettings, procedure } from '../helpers/definitions.js';

const surroundings = {
  database: 'app',
  defaults: { settings: plainSettings, definer: null, collations: new Map() },
};

test('a file reads as the program that it was written from, whatever stands in its body', t => {
  const piece = fc.constantFrom('$$', '$', ';', '\n', "'it''s'", '`a``b`', ' -- c\n', '/* $$ */', ' é😀');
  fc.assert(
    fc.property(fc.array(piece), pieces => {
      const wanted = procedure('p`q $$', `BEGIN SELECT 1 ${pieces.join(' ')} ; END`);
      const text = programFile(wanted, surroundings) ?? 'no file';
      const [read, ...more] = parseProgramFile(text, 'p.sql', surroundings);
      t.deepEqual([read?.name, read?.create, more.length], [wanted.name, wanted.create, 0]);
    }),
  );
});

test('a body that ends in a comment does not take the delimiter into it', t => {
  t.regex(programFile(procedure('p', 'SELECT 1 -- one'), surroundings) ?? '', /-- one\n\$\$\n/u);
});

test('only what differs from the defaults is set, in words that a client takes', t => {
  const text = (settings: Partial<Definition['settings']>) =>
    programFile({ ...procedure('p'), settings: { ...plainSettings, ...settings } }, surroundings) ?? '';
  t.regex(text({}), /^DELIMITER/u);
  t.regex(text({ sqlMode: 'ANSI' }), /^SET sql_mode = 'ANSI';\n\nDELIMITER/u);
  t.regex(
    text({ characterSet: 'latin1', collation: 'latin1_bin' }),
    /^SET NAMES latin1 COLLATE latin1_bin;/u,
  );
  t.regex(
    text({ collation: 'latin1_bin' }),
    /^SET character_set_client = utf8mb4, collation_connection = latin1_bin;/u,
  );
  t.regex(text({ timeZone: '+02:00' }), /^SET time_zone = '\+02:00';/u);
});

test('what no file can say is not written: letters of latin1, a backslash that escapes no quote', t => {
  const latin = { ...plainSettings, characterSet: 'latin1', collation: 'latin1_bin' };
  t.is(programFile({ ...procedure('p', "SELECT 'é'"), settings: latin }, surroundings), null);
  const bare = { ...plainSettings, sqlMode: 'NO_BACKSLASH_ESCAPES' };
  t.is(programFile({ ...procedure('p', "SELECT 'a\\'"), settings: bare }, surroundings), null);
});

test('a view says its definer behind its algorithm', t => {
  const view = definition('view', 'v', 'CREATE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW `v` AS select 1');
  t.regex(
    programFile(view, surroundings) ?? '',
    /CREATE ALGORITHM=MERGE DEFINER = `owner`@`localhost` SQL SECURITY DEFINER VIEW/u,
  );
});

test('no two programs get one file, on a file system without case either', t => {
  const programs = [
    { kind: 'function', name: 'total' },
    { kind: 'procedure', name: 'Total' },
    { kind: 'view', name: 'a b' },
    { kind: 'view', name: 'a/b' },
    { kind: 'view', name: '../é' },
  ] as const;
  const names = fileNames(programs, ['A_B.sql', 'view-a_b.sql']);
  t.deepEqual(
    programs.map(program => names.get(programKey(program))),
    ['function-total.sql', 'procedure-Total.sql', 'view-a_b-2.sql', 'view-a_b-3.sql', '____é.sql'].map(name =>
      name.replace('____', '___'),
    ),
  );
});
