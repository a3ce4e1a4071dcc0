/** `dbshift grants`: prints statements, and runs none. What they are is in `src/grants/`; here flags become a request. */
import type { Config } from '../../config/config.js';
import { UsageError } from '../../errors.js';
import type { FlavorName } from '../../flavor/flavor.js';
import {
  type AccountGrants,
  accountGrants,
  type GranteeKind,
  type GrantsRequest,
  grantees,
} from '../../grants/account-grants.js';
import { features } from '../../grants/privilege.js';
import { configuredFeatures } from '../../run/features-of.js';
import { readGrantsTarget } from '../../run/grants.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes } from '../exit.js';
import { findConfig } from '../find-config.js';
import { describeGrants } from '../render/grants.js';

export type GrantsFlags = {
  readonly for?: GranteeKind;
  readonly flavor?: FlavorName;
  readonly database?: string;
  readonly user?: string;
  readonly host?: string;
};

export async function grantsCommand(context: Context, flags: GrantsFlags): Promise<ExitCode> {
  const requests = await requestsFor(context, flags);
  const kinds = flags.for === undefined ? grantees.slice(0, 3) : [flags.for];
  const accounts = kinds.flatMap(kind => accountsOf(kind, requests));
  const { flavor, database } = requests[0];
  const { output, json } = context;
  const lines = json
    ? [JSON.stringify({ flavor, database, accounts }, null, 2)]
    : describeGrants(accounts, output.colors);
  for (const line of lines) output.print(line);
  return exitCodes.done;
}

/** The sides may be known by different accounts; whatever else there is is the same on both. */
function accountsOf(kind: GranteeKind, requests: Requests): readonly AccountGrants[] {
  return (kind === 'dbshift' ? requests : requests.slice(0, 1)).map(request => accountGrants(kind, request));
}

type Requests = readonly [GrantsRequest, ...GrantsRequest[]];

/** Without a configuration when the options say everything, so that accounts can come first. */
async function requestsFor(context: Context, flags: GrantsFlags): Promise<Requests> {
  const { flavor, database, user = 'dbshift', host = '%' } = flags;
  if (flavor !== undefined && database !== undefined && context.config === undefined) {
    return [
      { ...{ flavor, database, user, host }, literalNames: false, tls: false, features: new Set(features) },
    ];
  }
  return fromConfig(await findConfig(context), flags);
}

async function fromConfig(config: Config, flags: GrantsFlags): Promise<Requests> {
  const { flavor, database = config.database } = flags;
  const target =
    flavor === undefined ? await readGrantsTarget(config) : { flavor, literalNames: false, host: '%' };
  const { a, b } = config.servers;
  const users = flags.user === undefined ? [...new Set([a.user, b.user])] : [flags.user];
  const [first, ...more] = users.map(user => ({
    ...target,
    ...{ database, user, host: flags.host ?? target.host },
    ...{ tls: a.tls !== undefined, features: configuredFeatures(config) },
  }));
  if (first === undefined) throw new UsageError('no account is named');
  return [first, ...more];
}
