/** What an action does beyond SQL that is known before: waits, pointers, sessions that are ended. In words. Pure. */
import type { Flavor } from '../flavor/flavor.js';
import { otherSide, type Side, sideOf } from '../pair/side.js';
import type { Plan } from '../plan/plan.js';
import type { Action } from './action.js';
import { scriptsOf } from './batch-statements.js';
import type { SimulatedStep } from './simulate.js';

export type Beside = SimulatedStep & {
  readonly plan: Plan | null;
  readonly flavor: Flavor;
  readonly pointers: readonly string[];
};

export function besideOf(action: Action, beside: Beside): readonly string[] {
  switch (action.do) {
    case 'hold-applier':
      return action.replica === undefined
        ? []
        : [`before that ${action.replica} gets everything that ${action.side} has`];
    case 'start-replication':
      return action.replica === undefined
        ? [
            `before that ${otherSide(action.side)} gets everything that ${action.side} has, where it lacks any`,
          ]
        : [];
    case 'run-batch':
      return ofBatch(action, beside);
    case 'wait-applied':
      return [action.side, ...(action.replicas ?? [])].map(server =>
        server === action.side
          ? `waits until ${server} has applied what ${otherSide(action.side)} wrote`
          : `waits until ${server} has applied what ${sideOf(server)} has`,
      );
    case 'verify':
      return ofComparison(action.active, beside);
    case 'fence':
      return [
        'before that: sets each pointer to what it says, and waits for long transactions and for a small lag',
      ];
    case 'open-writes':
      return action.why === 'promote' && beside.flavor.capabilities.xaPassesFence
        ? [`before that: ends sessions of ${otherSide(action.side)} in an XA transaction (KILL CONNECTION)`]
        : [];
    case 'move-pointer':
      return beside.pointers.map(name => `sets ${name} to ${action.to}, and reads it back`);
    case 'end-sessions':
      return [`ends the sessions of applications on ${action.side} (KILL CONNECTION)`];
    case 'restore-setting':
      return action.setting.name === 'knex-lock'
        ? [`gives the lock row of knex on ${action.setting.side} back`]
        : [];
    case 'set-conversions':
    case 'unlock-privileged':
    case 'turn-events':
    case 'close-writes':
      return [];
    default: {
      const never: never = action;
      return never;
    }
  }
}

type RunBatch = Extract<Action, { readonly do: 'run-batch' }>;

function ofBatch({ side, index }: RunBatch, { plan, state }: Beside): readonly string[] {
  const batch = plan?.batches[index];
  const server = state[side];
  if (batch === undefined || !server.reachable) return [];
  const copies = batch.migrations.flatMap(({ statements }) =>
    statements.flatMap(({ copies: one }) => one ?? []),
  );
  return [
    ...scriptsOf(batch, server.level).map(name => `runs the JavaScript of ${name}, in one transaction`),
    ...copies.map(
      ({ table }) =>
        `before that: copies the rows of ${table} from ${otherSide(side)}, as they are at one position`,
    ),
  ];
}

/** Only what went through a leg is compared row by row. */
function ofComparison(active: Side, { view, plan, flavor }: Beside): readonly string[] {
  const batches = view.current === null ? (plan?.batches ?? []) : [view.current];
  const tables = batches.flatMap(batch => (batch.strategy === 'flip' ? batch.tables : []));
  if (tables.length === 0) return ['compares the structures of both sides'];
  const { stopApplier, startApplier, points } = flavor;
  const passive = otherSide(active);
  const lock = points.lock === null ? '' : ` on ${active} \`${points.lock.take.at(-1)}\` for a moment;`;
  return [
    'compares the structures of both sides',
    `compares the rows of ${[...new Set(tables)].sort().join(', ')}, at points that both sides have:${lock} on ${passive} \`${stopApplier().join('; ')}\`, START … UNTIL that point, \`${startApplier().join('; ')}\``,
  ];
}
