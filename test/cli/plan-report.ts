import test from 'ava';
import { planReport } from '../../src/cli/plan-report.js';
import { newTextOutput } from '../helpers/text-output.js';

const begun = Date.UTC(2026, 0, 1);

/** What is written when a plan of 100 migrations takes so long for each. */
function written(eachMs: number, { json = false, terminal = false, stopAt = 101 } = {}) {
  const warned: string[] = [];
  const passing: string[] = [];
  const stop = new AbortController();
  let at = begun;
  const output = {
    ...newTextOutput(),
    warn: (line: string) => void warned.push(line),
    passing: terminal ? (line: string) => void passing.push(line) : null,
  };
  const report = planReport({ output, json }, stop.signal, () => at);
  for (let done = 0; done < 100; done += 1) {
    if (done === stopAt) stop.abort('stopping');
    report({ what: `try migration ${done + 1} of 100 (x)`, share: done / 100, etaMs: null });
    at += eachMs;
  }
  return { warned, passing, text: output.text() };
}

test('on paper a long plan has a line for each tenth, or for some seconds, with its time', t => {
  const { warned, passing, text } = written(1000);
  t.is(warned[0], '2026-01-01T00:00:05.000Z  try migration 6 of 100 (x): 5 %');
  t.is(warned.length, 19);
  t.deepEqual([passing, text], [[], '']);
});

test('a plan that is made within some seconds says nothing of it', t => {
  t.deepEqual(written(49).warned, []);
});

test('a person who watches sees each, on one line, and nothing of it stays', t => {
  const { warned, passing } = written(10, { terminal: true });
  t.is(passing.length, 100);
  t.is(passing[0], 'try migration 1 of 100 (x): 0 %');
  t.deepEqual(warned, []);
});

test('programs are told nothing, and nobody is once it stops', t => {
  t.deepEqual(written(1000, { json: true, terminal: true }), { warned: [], passing: [], text: '' });
  t.is(written(1000, { terminal: true, stopAt: 7 }).passing.length, 7);
  t.is(written(1000, { stopAt: 7 }).warned.length, 1);
});
