/** Every reason why a run should not start, at once. Pure: the facts were read before. */
import { PreflightError } from '../errors.js';
import type { Acceptable } from './acceptable.js';
import { sameServer } from './checks/same-server.js';
import { checks, momentChecks } from './checks.js';
import type { PreflightFinding } from './finding.js';
import type { PairFacts } from './pair-facts.js';

export type PreflightInput = PairFacts & {
  /** A run is open and will go on: what it may have changed itself is not judged. */
  readonly resumes: boolean;
  /** Findings that a person accepts, by name: they are told, and keep no run from starting. */
  readonly accepted?: readonly Acceptable[];
};

/**
 * Refusals before warnings, otherwise in the order of the checks. Of one server that was configured twice nothing
 * else is told, because whatever a pair must have is missing then.
 */
export function runPreflight({
  resumes,
  accepted = [],
  ...pair
}: PreflightInput): readonly PreflightFinding[] {
  const same = sameServer(pair);
  if (same.length > 0) return same;
  const asked = resumes ? checks.filter(check => !momentChecks.has(check)) : checks;
  const isAccepted = ({ id }: PreflightFinding) => (accepted as readonly string[]).includes(id);
  const findings = asked
    .flatMap(check => check(pair))
    .map((finding): PreflightFinding => (isAccepted(finding) ? { ...finding, severity: 'warn' } : finding));
  return [...findings.filter(isRefusal), ...findings.filter(finding => !isRefusal(finding))];
}

/** Throws PreflightError with every refusal; warnings pass. */
export function assertPreflight(findings: readonly PreflightFinding[]): void {
  const refusals = findings.filter(isRefusal);
  if (refusals.length === 0) return;
  const reasons = refusals.length === 1 ? 'one reason' : `${refusals.length} reasons`;
  throw new PreflightError(`the pair is not ready for a run, for ${reasons}`, { findings: refusals });
}

function isRefusal({ severity }: PreflightFinding): boolean {
  return severity === 'refuse';
}
