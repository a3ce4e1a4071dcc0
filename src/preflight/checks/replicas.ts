/**
 * The servers below the sides, which get every leg: each must follow its side and nobody else, completely, and be
 * such that a leg on it can be held and is not undone by a reboot.
 */
import { sideOf } from '../../pair/side.js';
import type { PreflightFinding } from '../finding.js';
import type { PairFacts, ReplicaFacts } from '../pair-facts.js';
import type { PreflightFacts } from '../server-facts.js';

export function replicas(pair: PairFacts): readonly PreflightFinding[] {
  return pair.replicas.flatMap(replica => {
    const source = pair[sideOf(replica.key)];
    return [
      ...identity(pair, replica),
      ...following(replica.facts, source),
      ...settings(replica.facts),
      ...readers(replica.facts),
    ];
  });
}

/** What is only true of a pair at rest: a run that goes on has stopped appliers itself. */
export function replicasFollow(pair: PairFacts): readonly PreflightFinding[] {
  return pair.replicas.flatMap(({ key, facts }) => {
    const source = pair[sideOf(key)];
    const [link] = facts.links ?? [];
    const running = link?.receiver === 'running' && link.applier === 'running';
    const errant = facts.executed.first.minus(source.executed.last);
    return [
      ...(running || link === undefined
        ? []
        : [
            refuse(facts, {
              message: `does not follow ${source.label}: receiver ${link.receiver}, applier ${link.applier}${link.error === null ? '' : ` (${link.error})`}`,
              hint:
                link.applier === 'held'
                  ? `it is held, by a delay or by a run that is over: ${facts.repairs.noDelay}`
                  : 'start its replication; a leg can only be given to a replica that is up to date',
            }),
          ]),
      ...(errant.isEmpty
        ? []
        : [
            refuse(facts, {
              message: `has transactions that ${source.label} has not: ${errant.toString()}`,
              hint: 'somebody wrote there: rebuild it from its side',
            }),
          ]),
    ];
  });
}

function identity(pair: PairFacts, { key, facts }: ReplicaFacts): readonly PreflightFinding[] {
  const source = pair[sideOf(key)];
  const others = [
    pair.a,
    pair.b,
    ...pair.replicas.filter(other => other.key !== key).map(other => other.facts),
  ];
  const twin = others.find(
    ({ serverId, uuid }) => serverId === facts.serverId || (uuid !== null && uuid === facts.uuid),
  );
  return [
    ...(facts.series === source.series
      ? []
      : [
          refuse(facts, {
            message: `is ${facts.series}, its side is ${source.series}`,
            hint: 'a leg is the same statements on servers of the same kind',
          }),
        ]),
    ...(twin === undefined
      ? []
      : [
          refuse(facts, {
            message: `has the server id (or the server UUID) of ${twin.label}`,
            hint: 'every server needs an id of its own; after a file copy remove auto.cnf',
          }),
        ]),
  ];
}

function following({ links, ...facts }: PreflightFacts, source: PreflightFacts): readonly PreflightFinding[] {
  if (links === null) return [];
  const [link] = links;
  if (link === undefined || links.length > 1) {
    const message = links.length > 1 ? 'follows several servers' : 'follows nobody';
    return [
      refuse(facts, { message, hint: `it must follow ${source.label} and nobody else, or not be declared` }),
    ];
  }
  const wrong = [
    ...(isSource(link, source) ? [] : [`follows ${link.source}, not ${source.label}`]),
    ...(link.usesGtid ? [] : ['does not follow by GTID']),
    ...(link.delaySeconds > 0 ? [`is told to stay ${link.delaySeconds} s behind`] : []),
    ...(link.filters.length > 0 ? [`leaves out a part of what it is sent (${link.filters.join(', ')})`] : []),
  ];
  return wrong.map(message =>
    refuse(facts, {
      message,
      hint: 'a leg can only be given to a complete copy of its side that follows it at once',
    }),
  );
}

/** One that was not connected since it booted knows no id: `replicasFollow` tells about that one. */
function isSource(
  { sourceServerId, sourceUuid }: { readonly sourceServerId: number; readonly sourceUuid: string | null },
  { serverId, uuid }: PreflightFacts,
): boolean {
  if (sourceServerId === 0) return true;
  return uuid !== null && sourceUuid !== null ? uuid === sourceUuid : serverId === sourceServerId;
}

function settings(facts: PreflightFacts): readonly PreflightFinding[] {
  const { readOnly, settings: own } = facts;
  return [
    ...(readOnly.on
      ? []
      : [
          refuse(facts, {
            message: 'accepts writes',
            hint: 'SET GLOBAL read_only = 1, also in its option file',
          }),
        ]),
    ...(own.skipReplicaStart === false
      ? [
          refuse(facts, {
            message: 'starts replication by itself when it boots, also in the middle of a leg',
            hint: 'set skip_replica_start = ON in its option file',
          }),
        ]
      : []),
  ];
}

/** A server below a replica gets rows of the new structure and never the DDL. */
function readers(facts: PreflightFacts): readonly PreflightFinding[] {
  if (facts.readers.length === 0) return [];
  const names = facts.readers.map(({ thread, user, host }) => `thread ${thread} (${user} from ${host})`);
  return [
    refuse(facts, {
      message: `its binlog has readers: ${names.join(', ')}`,
      hint: 'they will not see the DDL of a leg: let them follow the side itself and declare them, or stop them for the run',
    }),
  ];
}

function refuse(
  { label }: Pick<PreflightFacts, 'label'>,
  { message, hint }: { readonly message: string; readonly hint: string },
): PreflightFinding {
  return { id: 'replicas', severity: 'refuse', where: label, message, hint };
}
