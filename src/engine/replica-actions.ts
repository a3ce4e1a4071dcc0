/** What the rules have done on the passive's replicas, beside the passive itself. Pure. */
import type { ReplicaView } from '../pair/group.js';
import type { ReplicaKey } from '../pair/side.js';
import type { View } from '../pair/view.js';
import type { Action } from './action.js';

export function below({ replicas }: View): { readonly replicas?: readonly ReplicaKey[] } {
  return replicas.length === 0 ? {} : { replicas: replicas.map(({ key }) => key) };
}

export function holdReplicas({ passive, replicas }: View): readonly Action[] {
  return replicas.map(({ key }) => ({ do: 'hold-applier', side: passive, replica: key }));
}

export function alsoReplicas({ replicas }: View): string {
  if (replicas.length === 0) return '';
  return ` and ${replicas.length === 1 ? 'its replica' : `its ${replicas.length} replicas`}`;
}

export function lacksConversions(v: View, { conversions }: ReplicaView): boolean {
  const has = conversions.split(',');
  return v.current?.conversions.some(conversion => !has.includes(conversion)) === true;
}

export function resyncReplica(v: View): (replica: ReplicaView) => readonly Action[] {
  return replica => {
    const on = { side: v.passive, replica: replica.key };
    return [
      ...(lacksConversions(v, replica) ? [{ ...convert(v), ...on }] : []),
      { do: 'start-replication', ...on },
    ];
  };
}

export function followAgain(v: View): readonly Action[] {
  return [
    ...v.replicas.filter(({ follows }) => !follows).flatMap(resyncReplica(v)),
    { do: 'start-replication', side: v.passive },
  ];
}

export function convert(v: View): Extract<Action, { readonly do: 'set-conversions' }> {
  return { do: 'set-conversions', side: v.passive, conversions: v.current?.conversions ?? [] };
}
