/** Text of each action: one function for what `plan` prints and what is sent. Pure. */
import type { Flavor } from '../flavor/flavor.js';
import type { ChangedSetting } from '../pair/facts.js';
import { otherSide, type ServerKey } from '../pair/side.js';
import type { Action } from './action.js';
import { eventStatements } from './event-statements.js';

export type SideStatement = { readonly side: ServerKey; readonly sql: string };

export type StatementLimits = { readonly fenceLockWaitMs: number };

/** Statements of an action in order; empty for what is no SQL (a wait, a pointer) or depends on the plan (a batch). */
export function statements(
  action: Action,
  flavor: Flavor,
  limits: StatementLimits,
): readonly SideStatement[] {
  const on = (side: ServerKey, texts: readonly string[]): SideStatement[] =>
    texts.map(sql => ({ side, sql }));
  switch (action.do) {
    case 'hold-applier':
      return on(serverOf(action), flavor.holdApplier());
    case 'start-replication':
      return on(serverOf(action), [...flavor.prepareReplication(), ...flavor.startReplication()]);
    case 'set-conversions':
      return on(serverOf(action), [
        ...flavor.stopApplier(),
        ...flavor.setConversions(action.conversions.join(',')),
      ]);
    case 'unlock-privileged':
      return on(serverOf(action), flavor.closeWrites());
    case 'close-writes':
      return on(action.side, flavor.closeWrites());
    case 'fence':
      return on(action.side, [
        ...(action.events.length === 0 ? [] : eventStatements(action.events, 'off', flavor)),
        ...flavor.fence(Math.ceil(limits.fenceLockWaitMs / 1000)),
      ]);
    case 'turn-events':
      return on(action.side, eventStatements(action.events, action.turn, flavor));
    case 'open-writes':
      return [
        ...on(action.side, flavor.openWrites()),
        // The old active stays read-only; only what the fence held beyond that is given back.
        ...(action.why === 'promote' ? on(otherSide(action.side), flavor.releaseFence()) : []),
      ];
    case 'restore-setting':
      return on(serverOf(action.setting), restored(action.setting, flavor));
    case 'run-batch':
    case 'wait-applied':
    case 'verify':
    case 'move-pointer':
    case 'end-sessions':
      return [];
    default: {
      const never: never = action;
      return never;
    }
  }
}

/** Empty for knex's lock: that is a row of the bookkeeping. */
function restored({ name, old, replica }: ChangedSetting, flavor: Flavor): readonly string[] {
  switch (name) {
    case 'conversions':
      // A replica has had nothing to convert since its leg: it need not stop for this, and nothing would start it.
      return [...(replica === undefined ? flavor.stopApplier() : []), ...flavor.setConversions(old)];
    case 'ddl-progress':
      return flavor.ddlProgressSwitch === null ? [] : [flavor.ddlProgressSwitch.set(old)];
    case 'super-read-only':
      return ['SET GLOBAL super_read_only = 1'];
    case 'applier':
      return flavor.startApplier();
    case 'knex-lock':
      return [];
    default: {
      const never: never = name;
      return never;
    }
  }
}

function serverOf({ side, replica }: { readonly side: ServerKey; readonly replica?: ServerKey }): ServerKey {
  return replica ?? side;
}
