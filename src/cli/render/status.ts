/** `dbshift status` on one screen: the two sides beside each other, below them what concerns both. */

import { oneLine } from '../../one-line.js';
import { type Side, sides } from '../../pair/side.js';
import type { ReplicaStatus, RollbackStatus, SideStatus, Status } from '../../run/status.js';
import type { Colors } from '../output.js';
import { align } from './align.js';
import { diffLines } from './diff-lines.js';
import { describeDuration } from './duration.js';

type Reachable = Extract<SideStatus, { readonly reachable: true }>;

/** Differences are shown line by line only where no run explains them: the rest fits on one screen. */
export function describeStatus(status: Status, colors: Colors): readonly string[] {
  const table = [
    ['', colors.bold('a'), colors.bold('b')],
    ...[...sideRows, ...(hasEvents(status) ? [eventsRow] : [])].map(([label, cell]) => [
      label,
      ...sides.map(side => cellOf(status[side], cell, colors)),
    ]),
  ];
  return [
    ...align(table),
    '',
    ...align([
      ...pairRows(status, colors),
      ...replicaRows(status, colors),
      ...deployRows(status),
      ...runRows(status),
    ]),
    ...(status.run === null ? (status.differences ?? []) : []).flatMap(diff => [
      '',
      ...diffLines(diff, colors),
    ]),
  ];
}

type Cell = (side: Reachable, colors: Colors) => string;

const sideRows: readonly (readonly [string, Cell])[] = [
  ['server', ({ server, flavor }) => `${server}, ${flavor}`],
  ['role', ({ role }, { green }) => (role === 'active' ? green(role) : role)],
  ['writes', ({ writable }, { green }) => (writable ? green('accepted') : 'refused')],
  ['receiver', ({ receiver }, colors) => threadCell(receiver, colors)],
  ['applier', ({ applier }, colors) => threadCell(applier, colors)],
  ['migrations', ({ migrations }) => `${migrations} done`],
  ['structure', ({ fingerprint }) => fingerprint],
  ['errant', ({ errant }, { red }) => (errant === '' ? 'none' : red(oneLine(errant, gtidWidth)))],
  ['executed', ({ executed }) => (executed === '' ? 'nothing' : oneLine(executed, gtidWidth))],
];

const eventsRow = ['events', eventsCell] as const;

function hasEvents(status: Status): boolean {
  return sides.some(side => {
    const server = status[side];
    return server.reachable && server.events !== undefined;
  });
}

/** How many run there, sleep there as on a replica, and were disabled there. */
function eventsCell({ events }: Reachable, { green }: Colors): string {
  if (events === undefined) return 'none';
  const { enabled, asleep, disabled } = events;
  const counts = [
    enabled.length > 0 ? green(`${enabled.length} enabled`) : '',
    asleep.length > 0 ? `${asleep.length} asleep` : '',
    disabled.length > 0 ? `${disabled.length} disabled` : '',
  ];
  return counts.filter(Boolean).join(', ');
}

/** A set of many servers is long; `--json` has all of it. */
const gtidWidth = 44;

function cellOf(side: SideStatus, cell: Cell, colors: Colors): string {
  if (side.reachable) return cell(side, colors);
  if (cell === sideRows[0]?.[1]) return side.server;
  return cell === sideRows[1]?.[1] ? colors.red('not reachable') : '';
}

function threadCell(thread: Reachable['receiver'] | Reachable['applier'], { red, yellow }: Colors): string {
  if (thread === 'running') return thread;
  return thread === 'broken' ? red(thread) : yellow(thread);
}

type Row = readonly string[];

function pairRows(status: Status, colors: Colors): readonly Row[] {
  return [
    ...sides.flatMap(side => problemRows(side, status[side], colors)),
    ['lag', lagCell(status, colors)],
    ['structures', structuresCell(status, colors)],
    ...status.pointers.map(({ name, value, agrees }, index) => [
      index === 0 ? 'pointer' : '',
      `${name.replace(/^pointer /u, '')}: ${agrees ? value : colors.red(`${value}, does not agree`)}`,
    ]),
  ];
}

function replicaRows({ replicas }: Status, colors: Colors): readonly Row[] {
  return replicas.map(replica => [`replica ${replica.replica}`, replicaCell(replica, colors)]);
}

/** In a few words what is wrong with it, or that it follows. */
function replicaCell(replica: ReplicaStatus, { red, yellow }: Colors): string {
  if (!replica.reachable) return red(`not reachable: ${oneLine(replica.error)}`);
  const { receiver, applier, writable, near, errant, sameStructure, replicationError } = replica;
  const threads = receiver === 'running' && applier === 'running';
  const words = [
    ...(threads ? ['follows'] : [yellow(`receiver ${receiver}, applier ${applier}`)]),
    ...(near || !threads ? [] : [yellow('behind')]),
    ...(sameStructure ? [] : [yellow('another structure than its side')]),
    ...(writable ? [red('accepts writes')] : []),
    ...(errant === '' ? [] : [red(`errant ${oneLine(errant, gtidWidth)}`)]),
    ...(replicationError === null ? [] : [red(oneLine(replicationError))]),
  ];
  return words.join(', ');
}

function problemRows(side: Side, status: SideStatus, { red }: Colors): readonly Row[] {
  const problem = status.reachable ? status.replicationError : status.error;
  return problem === null ? [] : [[`error on ${side}`, red(oneLine(problem))]];
}

function structuresCell({ differences }: Status, { yellow }: Colors): string {
  if (differences === null) return yellow('unknown');
  if (differences.length === 0) return 'the same on both sides';
  return yellow(`differ, from a to b: ${oneLine(differences.map(({ object }) => object).join(', '))}`);
}

function lagCell({ lagMs }: Status, { yellow }: Colors): string {
  return lagMs === 'unknown' ? yellow('unknown') : describeDuration(lagMs);
}

function rollbackRows(rollback: RollbackStatus | null): readonly Row[] {
  if (rollback === null) return [];
  const { possible, why } = rollback;
  const because = why === null ? '' : possible ? `, ${why}` : `, because ${why}`;
  return [['rollback possible', `${possible ? 'yes' : 'no'}${because}`]];
}

function deployRows({ deploy }: Status): readonly Row[] {
  if (deploy === null) return [];
  const { command, by, begunAt, programs, runner } = deploy;
  return [
    ['deploy', `${command} of ${by}, begun ${begunAt}: ${programs} programs`],
    ['deployer', runner ?? 'none: it died, `dbshift recover` puts every program back as it was'],
  ];
}

function runRows({ run }: Status): readonly Row[] {
  if (run === null) return [['run', 'none']];
  const batch = run.goal !== 'flip' ? `, batch ${run.batch} of ${run.batches}` : '';
  return [
    ['run', `${run.runId}: ${run.command}${batch}, begun ${run.startedAt}`],
    ['runner', run.runner ?? 'none: nobody works on it, the same command goes on'],
    ['next', run.next],
    ...rollbackRows(run.rollback),
  ];
}
