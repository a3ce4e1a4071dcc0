/** Preflight of a command: reads everything, throws with every refusal at once, and returns what is only a warning. */
import type { Finding } from '../errors.js';
import { FailedError } from '../errors.js';
import type { Feature } from '../grants/privilege.js';
import type { Intent } from '../pair/facts.js';
import type { Side } from '../pair/side.js';
import type { Acceptable } from '../preflight/acceptable.js';
import type { RestartEvidence } from '../preflight/read-after-boot.js';
import { type PreflightServers, readPreflightFacts } from '../preflight/read-preflight-facts.js';
import { assertPreflight, runPreflight } from '../preflight/run-preflight.js';
import { readFlavor } from '../server/read-flavor.js';
import type { Run } from './engine-ports.js';
import { featuresOf } from './features-of.js';
import { readPointers } from './read-pointers.js';

export type CheckOptions = {
  readonly goal: Intent['goal'];
  /** An open run goes on: what it may have changed itself is not judged. */
  readonly resuming: boolean;
  readonly accepted?: readonly Acceptable[];
  /** As `PairFacts` says. */
  readonly inPlace?: true;
  /** What it uses beside what every run does. */
  readonly features?: readonly Feature[];
};

/** Throws PreflightError, or FailedError when a server cannot be reached. */
export async function checkPair(
  run: Run,
  { goal, resuming, accepted = [], inPlace, features = [] }: CheckOptions,
): Promise<readonly Finding[]> {
  const { pair, config } = run;
  const [a, b] = await Promise.all([pair.watch('a'), pair.watch('b')]);
  if (a === null || b === null) throw new FailedError(pair.whyNot(a === null ? 'a' : 'b'));
  const { flavor } = pair;
  const facts = await readPreflightFacts({
    a: { session: a, flavor, restart: restartOf(run, 'a') },
    b: { session: b, flavor, restart: restartOf(run, 'b') },
    replicas: await openReplicas(run, goal),
    database: config.database,
    features: new Set([...(await featuresOf(config, flavor)), ...features]),
  });
  const findings = runPreflight({
    ...facts,
    pointer: await readPointers(run.pointers),
    database: config.database,
    limits: config.limits,
    goal: goal === 'flip' ? 'flip' : 'migrate',
    ...(inPlace === undefined ? {} : { inPlace }),
    resumes: resuming,
    accepted,
  });
  assertPreflight(findings);
  return findings;
}

function restartOf({ config, journal }: Run, side: Side): RestartEvidence {
  return {
    optionFile: config.servers[side].serverOptionFile ?? null,
    closedSince: journal.facts().closedSince[side] ?? null,
  };
}

/**
 * None for a flip alone, which changes nothing below the sides.
 * Throws FailedError for a replica that cannot be reached: a leg without it would leave it behind.
 */
async function openReplicas({ pair }: Run, goal: Intent['goal']): Promise<PreflightServers['replicas']> {
  if (goal === 'flip') return [];
  const problem = pair.discoveryProblem();
  if (problem !== null) throw problem;
  return Promise.all(
    pair.replicas().map(async key => {
      const session = await pair.watch(key);
      if (session === null)
        throw new FailedError(`${pair.label(key)}: cannot be reached`, {
          hint: 'a run gives the legs to every replica: bring it back, or take it out of `replicas` for good',
        });
      return { key, session, flavor: await readFlavor(session) };
    }),
  );
}
