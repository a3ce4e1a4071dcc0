/**
 * One pair of each server for all preflight tests of a file, and a way to bring it into one bad state after the other.
 * What a state changed is put back generically, so that a case says only what is wrong: global variables by what they
 * were, everything else by making the pair anew on the running servers.
 */
import type { ExecutionContext } from 'ava';
import { detectFlavor, versionQuery } from '../../src/flavor/detect.js';
import type { Flavor, FlavorName } from '../../src/flavor/flavor.js';
import { sides } from '../../src/pair/side.js';
import type { PreflightFinding, Severity } from '../../src/preflight/finding.js';
import type { PreflightInput } from '../../src/preflight/run-preflight.js';
import type { PairOptions } from '../../src/sandbox/bring-up-pair.js';
import type { Sandbox } from '../../src/sandbox/open-sandbox.js';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import type { Session } from '../../src/server/connection.js';
import { preflight, refusalsOf } from './preflight.js';
import { remakePair } from './remake-pair.js';
import { type ServerTest, serverTest } from './server-test.js';
import { sessionOn, sharedPair } from './servers.js';

/** Root's sessions on the two servers. */
export type Servers = {
  readonly pair: Sandbox;
  readonly image: ServerImage;
  readonly flavor: Flavor;
  readonly a: Session;
  readonly b: Session;
};

/** The same on both flavors, or what each calls it. */
export type PerFlavor<T> = T | Readonly<Record<FlavorName, T>>;

export type BadState = {
  readonly id: string;
  readonly message: PerFlavor<RegExp>;
  readonly severity?: Severity;
  /** Whom the finding names. Default `a`. */
  readonly where?: keyof typeof places;
  /** Statements of root, first all on a, then all on b. They may be binlogged. */
  readonly a?: PerFlavor<readonly string[]>;
  readonly b?: PerFlavor<readonly string[]>;
  /** What statements alone cannot do, after them; it may return what takes that back. */
  readonly make?: (servers: Servers) => Promise<(() => Promise<unknown>) | undefined>;
  readonly given?: Partial<PreflightInput>;
  /** What the advice must hold. */
  readonly hint?: RegExp;
};

const places = {
  a: /^server a \([^)]*\)$/,
  b: /^server b \([^)]*\)$/,
  both: /^server a \(.* and server b \(/,
  pointer: /pointer/,
};

export type Lab = {
  /** One test for each server: brings the pair into a bad state and expects one finding about it, with an advice. */
  readonly names: (title: string, state: BadState, tests?: ServerTest) => void;
  /** One test for each server, after which the pair is put back. */
  readonly check: (
    title: string,
    body: (t: ExecutionContext, servers: Servers) => Promise<void>,
    tests?: ServerTest,
  ) => void;
};

/** Call at the top of a file. */
export function preflightLab(options: PairOptions = {}): Lab {
  const pairOf = sharedPair(options);
  const run = (title: string, tests: ServerTest, { touched, body }: Case): void =>
    tests(title, async (t, image) => {
      const servers = await openServers(t, await pairOf(t, image), image);
      const before = await Promise.all(sides.map(side => readVariables(servers[side])));
      try {
        await body(t, servers);
      } finally {
        await Promise.all(sides.map(side => servers[side].close()));
        await putBack(servers, before);
        if (touched(image.flavor) !== 'settings') await remakePair(servers.pair, image);
        t.deepEqual(refusalsOf(await preflight(servers.pair)), [], 'the pair is sound again');
      }
    });
  return {
    check: (title, body, tests = serverTest) => run(title, tests, { body, touched: () => 'everything' }),
    names: (title, state, tests = serverTest) =>
      run(`preflight names ${title}`, tests, {
        body: (t, servers) => expectNamed(t, servers, state),
        touched: flavor => touchedBy(state, flavor),
      }),
  };
}

type Case = {
  readonly body: (t: ExecutionContext, servers: Servers) => Promise<void>;
  readonly touched: (flavor: FlavorName) => Touched;
};

/** Settings alone are put back one by one, everything else by making the pair anew. */
type Touched = 'settings' | 'everything';

function touchedBy({ a = [], b = [], make }: BadState, flavor: FlavorName): Touched {
  const statements = [...ofFlavor(a, flavor), ...ofFlavor(b, flavor)];
  return make === undefined && statements.every(sql => sql.startsWith('SET GLOBAL'))
    ? 'settings'
    : 'everything';
}

async function expectNamed(t: ExecutionContext, servers: Servers, state: BadState): Promise<void> {
  const unmake = await makeState(servers, state);
  try {
    assertNamed(t, await preflight(servers.pair, state.given), state, servers.image.flavor);
  } finally {
    await unmake?.();
  }
}

export async function openServers(t: ExecutionContext, pair: Sandbox, image: ServerImage): Promise<Servers> {
  const [a, b] = await Promise.all([sessionOn(t, pair, 'a'), sessionOn(t, pair, 'b')]);
  const row = await a.row<{ version: string; comment: string }>(versionQuery);
  return { pair, image, flavor: detectFlavor('a', row ?? { version: '', comment: '' }), a, b };
}

async function makeState(servers: Servers, state: BadState) {
  for (const side of sides) {
    for (const sql of ofFlavor(state[side] ?? [], servers.image.flavor)) await servers[side].send(sql);
  }
  return state.make?.(servers);
}

function assertNamed(
  t: ExecutionContext,
  findings: readonly PreflightFinding[],
  { id, message, severity = 'refuse', where = 'a', hint = /./ }: BadState,
  flavor: FlavorName,
): void {
  const text = ofFlavor(message, flavor);
  const found = findings.filter(
    one => one.id === id && text.test(one.message) && places[where].test(one.where),
  );
  t.is(found.length, 1, `all findings:\n${findings.map(one => JSON.stringify(one)).join('\n')}`);
  t.is(found[0]?.severity, severity);
  t.regex(found[0]?.hint ?? '', hint);
}

function ofFlavor<T>(value: PerFlavor<T>, flavor: FlavorName): T {
  const isPerFlavor = typeof value === 'object' && value !== null && 'mariadb' in value && 'mysql' in value;
  return isPerFlavor ? value[flavor] : (value as T);
}

/** What cannot be set now is set when the pair is made anew, or shows after that. */
async function putBack({ pair }: Servers, before: readonly ReadonlyMap<string, string>[]): Promise<void> {
  for (const [index, side] of sides.entries()) {
    const session = await pair.root(side);
    const now = await readVariables(session);
    for (const [name, value] of before[index] ?? []) {
      if (now.get(name) === value) continue;
      const text = /^-?[\d.]+$/.test(value) ? value : `'${value}'`;
      await session.send(`SET GLOBAL ${name} = ${text}`).catch(() => undefined);
    }
    await session.close();
  }
}

/** Those that a server changes by itself say nothing. */
const moving = /gtid_(?!domain|strict|mode)|timestamp|^pseudo_|_pos$|^innodb_buffer_pool_|secure_timestamp/;

async function readVariables(session: Session): Promise<ReadonlyMap<string, string>> {
  const rows = await session.rows('SHOW GLOBAL VARIABLES');
  return new Map(
    rows
      .map(row => [String(row.Variable_name), String(row.Value)] as const)
      .filter(([name]) => !moving.test(name)),
  );
}
