/**
 * The view for programs: one JSON object per line. Every field is documented in `docs/events.md`. What would make a
 * line long or says nothing to a program is left out: structures, statements of the plan, the engine's own view.
 */

import type { RunEvent } from '../../engine/event.js';
import { describeLeftSo } from '../../engine/left-so.js';
import type { View } from '../../pair/view.js';
import type { Plan } from '../../plan/plan.js';
import { programTitle } from '../../programs/program.js';
import type { Renderer } from './renderer.js';

export const renderJson: Renderer = async (events, { output, signal }) => {
  signal.addEventListener('abort', () => {
    const at = new Date().toISOString();
    output.print(JSON.stringify({ at, type: 'stopping', why: String(signal.reason) }));
  });
  for await (const { at, event } of events) {
    output.print(JSON.stringify({ at: new Date(at).toISOString(), ...compact(event) }));
  }
};

function compact(event: RunEvent): object {
  switch (event.type) {
    case 'planned':
      return { ...event, plan: compactPlan(event.plan) };
    case 'step':
    case 'goal':
    case 'blocked':
      return { ...event, view: compactView(event.view) };
    case 'interrupted':
      return { ...event, view: compactView(event.view), leftSo: describeLeftSo(event.view) };
    default:
      return event;
  }
}

function compactPlan({ fingerprint, database, batches }: Plan): object {
  return {
    fingerprint,
    database,
    batches: batches.map(({ strategy, why, migrations, programs = [], tables, conversions }) => ({
      strategy,
      why,
      migrations: migrations.map(({ name }) => name),
      ...(programs.length === 0 ? {} : { programs: programs.map(programTitle) }),
      tables,
      conversions,
    })),
  };
}

function compactView({
  situation,
  active,
  passive,
  pointer,
  index,
  distance,
  lagMs,
  verified,
}: View): object {
  return { situation, active, passive, pointer, batch: index + 1, distance, lagMs, verified };
}
