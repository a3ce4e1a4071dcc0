/**
 * Loaded before the tests: properties draw the same cases in every run, so that a red test is red again. `FC_SEED`
 * chooses other cases; `FC_SEED=random` draws anew each time, for looking further than `npm test` does.
 */
import fc from 'fast-check';

const { FC_SEED: chosen = '20261122' } = process.env;

if (chosen !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(chosen) });
