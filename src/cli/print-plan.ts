/** The forms in which a plan is printed: by `dbshift plan`, and by `dbshift show` from a file. */
import { sep } from 'node:path';
import { renderMarkdown } from '../plan/markdown/render-markdown.js';
import type { Plan } from '../plan/plan.js';
import { planJson } from '../plan/plan-json.js';
import type { Context } from './context.js';
import { type ExitCode, exitCodes } from './exit.js';
import { migrationPlaces } from './migration-places.js';
import type { FormFlags } from './plan-form.js';
import { annotations } from './render/annotations.js';
import { stepLines } from './render/plan/step-lines.js';
import { describePlan } from './render/plan.js';

/** With `--steps` the text is that of the steps; the other forms have them in any case, or have no place for them. */
export async function planText(plan: Plan, context: Context, flags: FormFlags): Promise<string> {
  const { colors } = context.output;
  const format = context.json ? 'json' : (flags.format ?? 'text');
  switch (format) {
    case 'text':
      return (flags.steps === true ? stepLines(plan, colors) : describePlan(plan, colors)).join('\n');
    case 'markdown':
      return renderMarkdown(nearTo(plan, context.cwd)).trimEnd();
    case 'json':
      return planFile(plan);
    case 'github':
      return annotations(plan, await migrationPlaces(context)).join('\n');
    default: {
      const never: never = format;
      return never;
    }
  }
}

/** A reviewer has no use for the folders of the machine that made the plan. */
function nearTo(plan: Plan, cwd: string): Plan {
  const root = cwd.endsWith(sep) ? cwd : `${cwd}${sep}`;
  const refusals = plan.refusals.map(finding =>
    finding.where.startsWith(root) ? { ...finding, where: finding.where.slice(root.length) } : finding,
  );
  return { ...plan, refusals };
}

/** As `readPlan` reads it. */
export function planFile(plan: Plan): string {
  return JSON.stringify(planJson(plan), null, 2);
}

export function planExitCode({ refusals, batches }: Plan): ExitCode {
  if (refusals.length > 0) return exitCodes.person;
  return batches.length > 0 ? exitCodes.changes : exitCodes.done;
}
