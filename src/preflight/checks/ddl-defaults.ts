/**
 * Both servers understand a statement of a leg alike. The second leg comes after the flip: what only the other server
 * refuses, or makes differently, would end a run in its middle.
 */
import type { PreflightFinding } from '../finding.js';
import { bothLabels, type PairFacts } from '../pair-facts.js';

export function ddlDefaults(pair: PairFacts): readonly PreflightFinding[] {
  if (pair.goal !== 'migrate') return [];
  const [a, b] = [pair.a.settings.ddlVariables, pair.b.settings.ddlVariables];
  return [...a]
    .filter(([name, value]) => b.has(name) && b.get(name) !== value)
    .map(([name, value]) => ({
      id: 'ddl-defaults',
      severity: 'refuse',
      where: bothLabels(pair),
      message: `${name} is ${value} on one and ${b.get(name)} on the other, so a leg could come out differently`,
      hint: `give both the same ${name}, in the option files too`,
    }));
}
