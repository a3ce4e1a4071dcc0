import test from 'ava';
import { parseDuration } from '../../src/cli/parse-duration.js';

const durations: Readonly<Record<string, number>> = {
  '1s': 1000,
  '90s': 90_000,
  '50m': 3_000_000,
  '1h30m': 5_400_000,
  '1h1m1s': 3_661_000,
  '168h': 604_800_000,
};

for (const [text, ms] of Object.entries(durations))
  test(`${text} is ${ms} ms`, t => t.is(parseDuration(text), ms));

for (const text of ['', '50', '0s', '-1m', '1.5h', '5 m', '10M', '30m1h', '169h', '1d', 'soon'])
  test(`"${text}" is no time, and what is one is told`, t => {
    t.throws(() => parseDuration(text), { message: /such as 90s, 50m or 1h30m/u });
  });
