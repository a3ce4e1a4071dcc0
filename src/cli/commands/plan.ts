/** `dbshift plan`: what `dbshift migrate` would do, and whether it would. */

import type { Plan } from '../../plan/plan.js';
import { planJson } from '../../plan/plan-json.js';
import { renderMarkdown } from '../../plan/render-markdown.js';
import { makePlan } from '../../run/plan.js';
import type { Context } from '../context.js';
import { type DownFlags, downOf } from '../down-flags.js';
import { type ExitCode, exitCodes } from '../exit.js';
import { findConfig } from '../find-config.js';
import type { Colors } from '../output.js';
import { describePlan } from '../render/plan.js';

type Format = 'text' | 'markdown' | 'json';

export type PlanFlags = DownFlags & { readonly format?: Format };

export async function planCommand(
  context: Context,
  { format = 'text', ...flags }: PlanFlags,
): Promise<ExitCode> {
  const { output, json } = context;
  const plan = await makePlan(await findConfig(context), downOf(flags));
  output.print(printed(plan, json ? 'json' : format, output.colors));
  if (plan.refusals.length > 0) return exitCodes.person;
  return plan.batches.length > 0 ? exitCodes.changes : exitCodes.done;
}

function printed(plan: Plan, format: Format, colors: Colors): string {
  switch (format) {
    case 'text':
      return describePlan(plan, colors).join('\n');
    case 'markdown':
      return renderMarkdown(plan).trimEnd();
    case 'json':
      return JSON.stringify(planJson(plan), null, 2);
    default: {
      const never: never = format;
      return never;
    }
  }
}
