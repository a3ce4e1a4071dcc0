import test from 'ava';
import { type ExitCode, exitCodeOf, exitCodeOfEnding, exitCodes, isEnding } from '../../src/cli/exit.js';
import { type ErrorCode, ShiftError } from '../../src/errors.js';
import { givenUpRun, wholeRun } from '../helpers/recorded-run.js';
import { base } from '../helpers/views.js';

const ofErrors: Readonly<Record<ErrorCode, ExitCode>> = {
  usage: 64,
  config: 78,
  preflight: 3,
  refused: 3,
  blocked: 3,
  'outcome-unknown': 3,
  'lock-held': 75,
  'lock-lost': 75,
  stopped: 75,
  failed: 2,
};

for (const [code, exit] of Object.entries(ofErrors))
  test(`an error of kind ${code} exits with ${exit}`, t => {
    t.is(exitCodeOf(new ShiftError(code as ErrorCode, 'x')), exit);
  });

test('whatever else is thrown is a bug and exits with 2', t => {
  for (const error of [new TypeError('x'), 'x', undefined, null]) t.is(exitCodeOf(error), exitCodes.failed);
});

test('a run that reached its goal exits with 0', t => {
  t.is(exitCodeOfEnding({ type: 'goal', view: base }), 0);
});

test('a run that stopped where it was told to stop exits with 0', t => {
  t.is(exitCodeOfEnding({ type: 'blocked', id: 'paused', why: 'w', advice: 'a', view: base }), 0);
});

test('a run that needs a person exits with 3', t => {
  for (const id of ['approval-needed', 'server-lost', 'uncovered', 'stalled'])
    t.is(exitCodeOfEnding({ type: 'blocked', id, why: 'w', advice: 'a', view: base }), 3);
});

test('a run that was interrupted exits with 75: the same command goes on', t => {
  t.is(exitCodeOfEnding({ type: 'interrupted', view: base }), 75);
});

test('the last event of a run is its ending, and no other one is', t => {
  for (const events of [wholeRun(), givenUpRun()])
    t.deepEqual(
      events.map(({ event }) => isEnding(event)),
      events.map((_, index) => index === events.length - 1),
    );
});
