/**
 * Where a workspace is made: two empty schemas on a server, and the account that migrations run as there. On a server
 * of its own and at `workspace.url` that is an account made for it, which can reach nothing else. On the passive it
 * cannot be: whoever writes on a read-only server, past its binlog, holds rights on the whole server.
 */
import { ConfigError, ShiftError } from '../errors.js';
import { scratchPrefix } from '../grants/shared-privileges.js';
import type { LocalServer } from '../sandbox/bring-up-server.js';
import { openSession, type Session } from '../server/connection.js';
import type { Endpoint } from '../server/endpoint.js';
import { accessRefusals, errno } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';
import { quoteIdentifier } from '../sql/identifier.js';
import { makeConfinedAccount, staysWithin } from './confined-account.js';
import { launchLocalServer } from './local-server.js';
import type { WorkspaceOptions } from './open-workspace.js';
import { createScratchSchemas, dropScratchSchemas, type ScratchSchemas } from './scratch-schema.js';
import { applyTraitsToServer, readTraits, requireSameTraits, type ServerTraits } from './server-traits.js';
import type { WorkspaceKind } from './workspace.js';

export type Place = {
  readonly kind: WorkspaceKind;
  readonly where: string;
  /** Who migrations run as. */
  readonly account: Endpoint;
  /** Whether that account can reach nothing but both schemas. */
  readonly confined: boolean;
  readonly control: Session;
  /** A session of `account`, for what is to belong to it. */
  readonly builder: Session;
  readonly schema: string;
  readonly createdSchema: string;
  close(): Promise<void>;
};

/** Throws ConfigError naming the three ways when there is none. */
export async function choosePlace(
  options: Omit<WorkspaceOptions, 'original'>,
  live: ServerTraits,
): Promise<Place> {
  const { url, passive, launchLocal = launchLocalServer } = options;
  if (url !== null) return urlPlace(url, live);
  try {
    return await localPlace(await launchLocal(live), options.database, live);
  } catch (error) {
    if (!(error instanceof ShiftError)) throw error;
    if (passive !== null) return passivePlace(passive, live);
    throw new ConfigError(`there is no workspace to try migrations in: ${error.message}`, {
      cause: error,
      hint: threeWays,
    });
  }
}

const threeWays = [
  'one of three is needed: `workspace.url` in the configuration, a server of the same series as the pair;',
  'its server programs installed on this machine;',
  'or `dbshift migrate`, which may use a scratch schema on the passive',
].join(' ');

/** On the passive nothing may reach the binlog. */
export async function openOn(endpoint: Endpoint, kind: WorkspaceKind): Promise<Session> {
  const session = await openSession(endpoint);
  if (kind !== 'passive') return session;
  await session.send('SET SESSION sql_log_bin = 0');
  const row = await session.row('SELECT @@SESSION.sql_log_bin AS logged');
  if (Number(row?.logged) === 0) return session;
  await session.close();
  throw new ConfigError(`${endpoint.label}: sql_log_bin cannot be switched off for a session`);
}

async function localPlace(server: LocalServer, database: string, live: ServerTraits): Promise<Place> {
  const createdSchema = 'dbshift_scratch_created';
  try {
    const endpoint = { ...server.root, label: `workspace (${server.image.name})` };
    const control = await openSession(endpoint);
    await applyTraitsToServer(control, live);
    // Else the account could make no trigger: the server writes a binlog, and nobody reads it.
    await control.send('SET GLOBAL log_bin_trust_function_creators = 1');
    const schemas = [database, createdSchema];
    for (const name of schemas) await control.send(`CREATE DATABASE ${quoteIdentifier(name)}`);
    const { mariadb } = live;
    const user = `${scratchPrefix}account`;
    const account = await makeConfinedAccount(control, { endpoint, mariadb, user, schemas });
    const builder = await openSession(account);
    return {
      ...{ kind: 'local', where: `a throw-away ${server.image.name} server on this machine` },
      ...{ account, confined: true, control, builder, schema: database, createdSchema },
      close: async () => {
        await builder.close();
        await control.close();
        await server.down();
      },
    };
  } catch (error) {
    await server.down();
    throw error;
  }
}

function urlPlace(endpoint: Endpoint, live: ServerTraits): Promise<Place> {
  return sharedPlace('url', { endpoint, live }, async (control, schemas) => {
    const account = await confinedAccount(control, { endpoint, live, schemas });
    return { account, confined: true, builder: await openSession(account) };
  });
}

function passivePlace(endpoint: Endpoint, live: ServerTraits): Promise<Place> {
  return sharedPlace('passive', { endpoint, live }, async control => ({
    account: endpoint,
    confined: false,
    builder: control,
  }));
}

type Shared = { readonly endpoint: Endpoint; readonly live: ServerTraits };
type Account = Pick<Place, 'account' | 'confined' | 'builder'>;

/** On a server with other data. */
async function sharedPlace(
  kind: 'url' | 'passive',
  { endpoint, live }: Shared,
  openAccount: (control: Session, schemas: ScratchSchemas) => Promise<Account>,
): Promise<Place> {
  const control = await openOn(endpoint, kind);
  let schemas: ScratchSchemas | null = null;
  const close = async () => {
    if (schemas !== null) await dropScratchSchemas(control, schemas).catch(() => undefined);
    await control.close();
  };
  try {
    requireSameTraits(live, await readTraits(control), endpoint.label);
    schemas = await createScratchSchemas(control);
    const account = await openAccount(control, schemas);
    const where = `a scratch schema on ${endpoint.label}`;
    return {
      ...{ kind, where, ...account, control, ...schemas },
      close: async () => {
        if (account.builder !== control) await account.builder.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type Asked = Shared & { readonly schemas: ScratchSchemas };

/** A new one; or the one of the configuration, where it may make none and has itself rights on scratch schemas alone. */
export async function confinedAccount(
  control: Session,
  { endpoint, live, schemas }: Asked,
): Promise<Endpoint> {
  const { mariadb } = live;
  const both = { user: schemas.schema, schemas: [schemas.schema, schemas.createdSchema] };
  try {
    return await makeConfinedAccount(control, { endpoint, mariadb, ...both });
  } catch (error) {
    if (!isErrno(error, ...accessRefusals, errno.accessDenied)) throw error;
    if (await staysWithin(control, name => name.startsWith(scratchPrefix))) return endpoint;
    throw new ConfigError(`${endpoint.label}: migrations cannot be kept within their scratch schema there`, {
      cause: error,
      hint: `its account must have rights on \`${scratchPrefix}%\` and on nothing else, or may create users and grant`,
    });
  }
}
