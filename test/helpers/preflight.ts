/** Preflight on a real pair, as a run does it, and a macro for its many bad states. */
import test, { type ExecutionContext } from 'ava';
import { detectFlavor, versionQuery } from '../../src/flavor/detect.js';
import type { Side } from '../../src/pair/side.js';
import type { PreflightFinding, Severity } from '../../src/preflight/finding.js';
import { readPreflightFacts } from '../../src/preflight/read-preflight-facts.js';
import { type PreflightInput, runPreflight } from '../../src/preflight/run-preflight.js';
import type { PairOptions } from '../../src/sandbox/bring-up-pair.js';
import type { Sandbox } from '../../src/sandbox/open-sandbox.js';
import type { Session } from '../../src/server/connection.js';
import { onServer, sessionOn, withPair } from './servers.js';

/** Looks with the least account that dbshift needs. The pointer names a unless something else is given. */
export async function preflight(
  t: ExecutionContext,
  pair: Sandbox,
  given: Partial<PreflightInput> = {},
): Promise<readonly PreflightFinding[]> {
  const facts = await readPreflightFacts({
    a: await serverOn(t, pair, 'a'),
    b: await serverOn(t, pair, 'b'),
    replicas: [],
    database: pair.database,
    features: new Set(['runs', 'progress', 'scratch']),
  });
  return runPreflight({
    ...facts,
    pointer: { kind: 'names', side: 'a', generation: 1 },
    database: pair.database,
    limits: { lagMs: 1000, catchUpStallMs: 600_000, longTransactionMs: 10_000 },
    goal: 'migrate',
    resumes: false,
    ...given,
  });
}

export async function serverOn(t: ExecutionContext, pair: Sandbox, side: Side) {
  const session = await sessionOn(t, pair, side, 'dbshift');
  const row = await session.row<{ version: string; comment: string }>(versionQuery);
  return { session, flavor: detectFlavor(session.label, row ?? { version: '', comment: '' }) };
}

export function refusalsOf(findings: readonly PreflightFinding[]): readonly string[] {
  return findings.filter(({ severity }) => severity === 'refuse').map(print);
}

function print({ id, severity, where, message }: PreflightFinding): string {
  return `${severity} ${id}: ${where}: ${message}`;
}

/** Root's sessions on the two servers. */
export type Servers = { readonly pair: Sandbox; readonly a: Session; readonly b: Session };

export type BadState = {
  readonly id: string;
  readonly message: RegExp;
  readonly severity?: Severity;
  /** Whom the finding names. Default `a`. */
  readonly where?: keyof typeof places;
  readonly options?: PairOptions;
  /** Statements of root, first all on a, then all on b. They may be binlogged. */
  readonly a?: readonly string[];
  readonly b?: readonly string[];
  /** What statements alone cannot do, after them. */
  readonly make?: (t: ExecutionContext, servers: Servers) => Promise<unknown>;
  readonly given?: Partial<PreflightInput>;
};

const places = {
  a: /^server a \([^)]*\)$/,
  b: /^server b \([^)]*\)$/,
  both: /^server a \(.* and server b \(/,
  pointer: /pointer/,
};

/** Brings a fresh pair into one bad state and expects one finding about it there, with an advice. */
export const names = test.macro<[BadState]>({
  async exec(t, { id, message, severity = 'refuse', where = 'a', ...state }) {
    const pair = await withPair(t, state.options);
    const [a, b] = await Promise.all([sessionOn(t, pair, 'a'), sessionOn(t, pair, 'b')]);
    for (const sql of state.a ?? []) await a.send(sql);
    for (const sql of state.b ?? []) await b.send(sql);
    await state.make?.(t, { pair, a, b });
    const findings = await preflight(t, pair, state.given);
    const found = findings.filter(
      one => one.id === id && message.test(one.message) && places[where].test(one.where),
    );
    t.is(found.length, 1, `all findings:\n${findings.map(print).join('\n')}`);
    t.is(found[0]?.severity, severity);
    t.truthy(found[0]?.hint);
  },
  title: (title = '') => onServer(`preflight names ${title}`),
});
