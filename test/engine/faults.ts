import test from 'ava';
import fc from 'fast-check';
import { anyPair, cases, type PairSpec, pairOf } from '../helpers/arbitraries.js';
import { append, drive, openRun } from '../helpers/drive.js';
import { anyFaults, harmOf, heal, isWhole, type TimedFault, writesAreOn } from '../helpers/faults.js';
import { dangers, flaws } from '../helpers/pair-problems.js';

/** A run among faults; then everything works again, and somebody runs the same command once more. */
async function survive(spec: PairSpec, faults: readonly TimedFault[]): Promise<void> {
  const pair = pairOf(spec);
  await openRun(pair, { wantActive: spec.wantActive });
  const first = await drive(pair, harmOf(faults));
  const problems = [...dangers(pair)];
  if (first.end !== 'goal') {
    if (!writesAreOn(pair) && isWhole(pair)) problems.push(`writes are off after ${first.end}`);
    if (first.end === 'uncovered' || first.end === 'endless') problems.push(first.end);
    heal(pair);
    const second = await drive(pair);
    if (second.end === 'flip-failed') await append(pair, [{ kind: 'approve', what: 'flip', by: 'a person' }]);
    const third = second.end === 'flip-failed' ? await drive(pair) : second;
    if (third.end !== 'goal') problems.push(`${first.end}, ${second.end}, ${third.end}`);
  }
  // What breaks after the last look of a run that is done is nobody's fault.
  if (!pair.unseen) problems.push(...flaws(pair, spec.wantActive));
  problems.push(...dangers(pair));
  if (problems.length > 0) throw new Error([...new Set(problems)].join('; '));
}

test('among any faults a run does no harm, and the next one reaches the goal', async t => {
  await fc.assert(
    fc.asyncProperty(anyPair, anyFaults, (spec, faults) => survive(spec, faults)),
    cases(130),
  );
  t.pass();
});
