import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import test from 'ava';
import { makeOutput, type Streams } from '../../src/cli/output.js';

/** A terminal of ten columns, whose own methods write what they do. */
function terminal() {
  const stream = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY: true, columns: 10 });
  const { cursorTo, clearLine } = WriteStream.prototype;
  return Object.assign(stream, { cursorTo, clearLine }) as unknown as NodeJS.WriteStream & PassThrough;
}

function outputOn(stderr: NodeJS.WriteStream, env: NodeJS.ProcessEnv = {}) {
  return makeOutput({ stdin: process.stdin, stdout: new PassThrough(), stderr, env } as unknown as Streams);
}

const gone = '\u001B[1G\u001B[2K';

test('a passing line takes the place of the one before, is never wrapped, and gives way to what stays', t => {
  const stderr = terminal();
  const { passing, warn } = outputOn(stderr);
  passing?.('one');
  passing?.('two, and a long one');
  warn('stays');
  warn('too');
  t.is(stderr.read(), `one${gone}two, and ${gone}stays\ntoo\n`);
});

test('where nobody watches standard error there is none', t => {
  t.is(outputOn(terminal(), { CI: 'true' }).passing, null);
  t.is(outputOn(terminal(), { TERM: 'dumb' }).passing, null);
  t.is(outputOn(new PassThrough() as unknown as NodeJS.WriteStream).passing, null);
});
