/**
 * What the clients do and nobody means, by name, each with a file that shows it and what is sent for it. The splitter
 * does not imitate these; `instead` says what it does. A test holds every line against the real clients.
 */
import type { FlavorName } from '../../../src/flavor/flavor.js';
import type { CommentsMode } from './ask-client.js';

export type ClientFault = {
  readonly source: string;
  /** What is sent, as the comparison sees it. */
  readonly sent: readonly string[];
  /** The statements that the splitter finds, or the name of its refusal. */
  readonly instead: readonly string[] | string;
  /** Only this one's client; else both flavors'. */
  readonly flavor?: FlavorName;
  /** `skip-comments` unless said. */
  readonly mode?: CommentsMode;
};

export const clientFaults: Readonly<Record<string, ClientFault>> = {
  'programs are split at every semicolon of their bodies': {
    source: 'CREATE PROCEDURE p() BEGIN SELECT 1; END;',
    sent: ['CREATE PROCEDURE p() BEGIN SELECT 1', 'END'],
    instead: ['CREATE PROCEDURE p() BEGIN SELECT 1; END'],
  },
  'a tab behind a delimiter is part of it': {
    source: 'DELIMITER $$\t\nSELECT 1$$\nSELECT 2$$\t',
    sent: ['SELECT 1$$\nSELECT 2'],
    instead: ['SELECT 1', 'SELECT 2'],
  },
  'what follows a delimiter on its line is dropped': {
    source: 'DELIMITER $$ SELECT 1$$\nSELECT 2$$',
    sent: ['SELECT 2'],
    instead: 'delimiter',
  },
  'a delimiter is cut after 15 bytes': {
    source: 'DELIMITER 1234567890123456\nSELECT 1 123456789012345',
    sent: ['SELECT 1'],
    instead: 'delimiter',
  },
  'a delimiter that begins with a letter beyond ASCII is never found': {
    source: 'DELIMITER é\nSELECT 1é SELECT 2 é\n',
    sent: ['SELECT 1é SELECT 2 é'],
    instead: 'delimiter',
  },
  'DELIMITER inside a statement is sent with it': {
    source: 'SELECT 1\nDELIMITER $$\nSELECT 2$$',
    sent: ['SELECT 1\nDELIMITER $$SELECT 2$$'],
    instead: 'delimiter-inside',
  },
  'DELIMITER behind a statement on its line is sent': {
    source: 'SELECT 1; DELIMITER $$\nSELECT 2$$',
    sent: ['SELECT 1', 'DELIMITER $$SELECT 2$$'],
    instead: 'delimiter-place',
    flavor: 'mariadb',
  },
  'a quote that is never closed is sent': {
    source: "SELECT 1;\nSELECT 'a;\n",
    sent: ['SELECT 1', "SELECT 'a;"],
    instead: 'unclosed-quote',
  },
  'a comment that is never closed hides the rest': {
    source: 'SELECT 1; /* a\nSELECT 2;',
    sent: ['SELECT 1'],
    instead: 'unclosed-comment',
  },
  'USE with a comment swallows the next statement': {
    source: 'use x -- ;\nSELECT 1;',
    sent: ['USE x'],
    instead: ['use x -- ;', 'SELECT 1'],
  },
  'USE behind a statement takes words of the next line': {
    source: 'SELECT 1; use x\nSELECT 2;',
    sent: ['SELECT 1', 'USE x\nSELECT'],
    instead: 'use',
  },
  'a comment in an executable comment, on one line, cuts it': {
    source: '/*! a /* b */ */; SELECT 2;',
    sent: ['/*! a', 'SELECT 2'],
    instead: ['/*! a /* b */ */', 'SELECT 2'],
  },
  'an executable comment in a comment, on one line, hides the rest': {
    source: 'SELECT 1 /* a /*! b */ ; SELECT 2;',
    sent: ['SELECT 1'],
    instead: ['SELECT 1 /* a /*! b */', 'SELECT 2'],
  },
  'the blank that stands for a comment is forgotten in front of an emoji': {
    source: 'SELECT/* c */😀 x;',
    sent: ['SELECT😀 x'],
    instead: ['SELECT/* c */😀 x'],
  },
  "/*M! is a plain comment to MySQL's client": {
    source: '/*M! SELECT 1; */ SELECT 2;',
    sent: ['SELECT 2'],
    instead: ['/*M! SELECT 1', '*/ SELECT 2'],
    flavor: 'mysql',
  },
  "-- without a blank that begins a statement is no comment to MySQL's client": {
    source: '--1 ; SELECT 2;\nSELECT 3;',
    sent: ['--1', 'SELECT 2', 'SELECT 3'],
    instead: ['SELECT 3'],
    flavor: 'mysql',
  },
  'with --comments, a comment behind a delimiter goes to the statement in front of it': {
    source: 'SELECT 1; -- why\nSELECT 2;',
    sent: ['SELECT 1 -- why', 'SELECT 2'],
    instead: ['SELECT 1', 'SELECT 2'],
    mode: 'comments',
  },
  'with --comments, a comment hides a command behind it': {
    source: 'SELECT 1;\n  -- why\n  DELIMITER $$\nSELECT 2$$',
    sent: ['SELECT 1', 'DELIMITER $$\nSELECT 2$$'],
    instead: ['SELECT 1', 'SELECT 2'],
    mode: 'comments',
  },
  'with --comments, a block comment hides a command on the next line': {
    source: '/* c */\nuse x\nSELECT 2;',
    sent: ['use x\nSELECT 2'],
    instead: ['USE x', 'SELECT 2'],
    mode: 'comments',
    flavor: 'mariadb',
  },
  'with --comments, a line of blanks hides a command on the next line': {
    source: 'SELECT 1;\n  \nDELIMITER $$\nSELECT 2$$',
    sent: ['SELECT 1', 'DELIMITER $$SELECT 2$$'],
    instead: ['SELECT 1', 'SELECT 2'],
    mode: 'comments',
    flavor: 'mariadb',
  },
  'with --comments, a block comment and a line comment hide a command behind them': {
    source: '/* a */\n-- b\nDELIMITER $$\nSELECT 2$$',
    sent: ['DELIMITER $$SELECT 2$$'],
    instead: ['SELECT 2'],
    mode: 'comments',
    flavor: 'mysql',
  },
  'USE behind a statement, at the end of a file, ends the client': {
    source: 'SELECT 1 ;use z\n',
    sent: ['SELECT 1', 'USE z'],
    instead: ['SELECT 1', 'USE z'],
    flavor: 'mysql',
  },
};
