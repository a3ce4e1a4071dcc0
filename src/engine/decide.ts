/** One view in, one decision out. Pure; the only place that knows the order block, goal, rule. */
import type { View } from '../pair/view.js';
import { type BlockId, blocks } from './blocks.js';
import { settled } from './predicates.js';
import { rules, type Step } from './rules.js';

export type Decision =
  | { readonly kind: 'goal' }
  | { readonly kind: 'step'; readonly step: Step }
  | {
      readonly kind: 'blocked';
      readonly id: BlockId | 'uncovered' | 'stalled' | 'pointer-refuses' | 'hook-refused';
      readonly why: string;
      readonly advice: string;
    };

export function decide(view: View): Decision {
  const block = blocks.find(({ when }) => when(view));
  if (block !== undefined) {
    return { kind: 'blocked', id: block.id, why: block.why(view), advice: block.advice(view) };
  }
  if (isGoal(view)) return { kind: 'goal' };
  const [rule, second] = rules.filter(({ when }) => when(view));
  if (rule === undefined || second !== undefined)
    return uncovered(rule === undefined ? 'no rule' : 'two rules');
  return { kind: 'step', step: { id: rule.id, title: rule.title(view), actions: rule.actions(view) } };
}

/** Stated, never inferred from "no rule applies": a state that nobody thought of must not pass as done. */
export function isGoal(view: View): boolean {
  return settled(view) && view.own.length === 0 && view.pointer === 'agrees';
}

function uncovered(what: string): Decision {
  return {
    kind: 'blocked',
    id: 'uncovered',
    why: `${what} covers the state of the pair`,
    advice: 'nothing was done; please report this with the output of `dbshift status --json`',
  };
}
