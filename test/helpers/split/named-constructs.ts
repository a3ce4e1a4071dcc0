/** One file for each construct that the clients know, by name. */
export const namedConstructs: Readonly<Record<string, string>> = {
  'several statements, the last without a delimiter': 'SELECT 1; SELECT 2;\n\nSELECT\n3',
  'empty statements': ';;\nSELECT 1;;\n;',
  'DELIMITER in any case, indented, with blanks behind':
    '  dElImItEr  //   \nSELECT 1; SELECT 2 //\n\tDELIMITER ;\nSELECT 3;',
  'DELIMITER with a comment behind': 'DELIMITER $$ -- why\nSELECT 1 $$\nDELIMITER ; # back\nSELECT 2;',
  'DELIMITER in quotes':
    'DELIMITER "$$"\nSELECT 1 $$\nDELIMITER \'//\'\nSELECT 2 //\nDELIMITER `|`\nSELECT 3 |',
  'DELIMITER in quotes with a blank inside': 'DELIMITER "a b"\nSELECT 1a bSELECT 2a b',
  'letters as delimiter': 'DELIMITER go\nSELECT 1 go\nSELECT category go\nSELECT 2 GO',
  'a delimiter that begins inside a word': 'DELIMITER d;;\nSELECT end;;SELECT 2d;;',
  'a delimiter that looks like a comment': 'DELIMITER --\nSELECT 1 -- \nSELECT 2--',
  'a program behind DELIMITER':
    "DELIMITER $$\nCREATE PROCEDURE p()\nBEGIN\n  -- don't\n  SELECT 'a;$$';\nEND $$\nDELIMITER ;\n",
  'delimiters in quotes': `SELECT ';', ";", \`;\`, 'a'';', 'b\\';', "c"";", \`d\`\`;\`; SELECT 2`,
  'delimiters in comments': 'SELECT 1 -- ;\n, 2 # ;\n, 3 /* ; */;SELECT 4',
  'a quote in a comment': 'SELECT 1 # it\'s\n; SELECT 2 /* " */; SELECT 3 -- `\n;',
  'a comment in a string': "SELECT '-- ', '#', '/*'; SELECT '*/'",
  'executable comments': '/*!40101 SET a = 1 */; /*M!100100 SET b = 1 */;\n/*!50003 SELECT ";" */;',
  'a delimiter in an executable comment': '/*! SELECT 1; SELECT 2 */;\n/*M!100100 SELECT 3; */;',
  'dashes without a blank': 'SELECT 1--1; SELECT 2',
  'dashes without a blank that begin a statement': 'SELECT 1;--1 ; y\nSELECT 3',
  'dashes at the end of a line': 'SELECT 1 --\n; SELECT 2',
  'line ends of Windows, in strings too':
    "SELECT 1;\r\nDELIMITER $$\r\nSELECT 'a\r\nb' $$\r\nSELECT\r\n2 $$\r\n",
  'a byte order mark': '\uFEFFSELECT 1;\nSELECT 2',
  'a byte order mark in front of DELIMITER': '\uFEFFDELIMITER $$\nSELECT 1$$',
  'letters beyond ASCII': "SELECT 'é;😀', größe, `表`; SELECT 'ß'",
  '\\G and \\g': 'SELECT 1\\G\nSELECT 2\\g SELECT 3 \\G;\nSELECT "\\G";',
  '\\N': 'SELECT \\N; SELECT \\N',
  USE: 'use a\nSELECT 1;\nUSE `b`;\nSELECT 2; use c ; SELECT 3',
  'a column called delimiter': 'CREATE TABLE t (\n  a INT,\n  delimiter CHAR(1),\n  b INT\n);\nSELECT 1;',
};
