/**
 * Where a workspace is made: two empty schemas on a server, and the account that migrations run as there. On a server
 * of its own and at `workspace.url` that is an account made for it, which can reach nothing else. On the passive it
 * cannot be: whoever writes on a read-only server, past its binlog, holds rights on the whole server.
 */
import { ConfigError, ShiftError } from '../errors.js';
import { scratchPrefix } from '../grants/shared-privileges.js';
import type { LocalServer } from '../sandbox/bring-up-server.js';
import type { Session } from '../server/connection.js';
import type { Endpoint } from '../server/endpoint.js';
import { accessRefusals, errno } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';
import { quoteIdentifier } from '../sql/identifier.js';
import { makeConfinedAccount, staysWithin } from './confined-account.js';
import { launchLocalServer } from './local-server.js';
import type { WorkspaceOptions } from './open-workspace.js';
import { openOn, PlaceSessions } from './place-sessions.js';
import { createScratchSchemas, dropScratchSchemas, type ScratchSchemas } from './scratch-schema.js';
import { applyTraitsToServer, readTraits, requireSameTraits, type ServerTraits } from './server-traits.js';
import type { WorkspaceKind } from './workspace.js';

export type Place = {
  readonly kind: WorkspaceKind;
  readonly where: string;
  /** Whether the account that migrations run as can reach nothing but both schemas. */
  readonly confined: boolean;
  readonly control: Session;
  /** A session of that account, for what is to belong to it. */
  readonly builder: Session;
  readonly schema: string;
  readonly createdSchema: string;
  /** One more of it. Its opener closes it. */
  openSession(): Promise<Session>;
  /** Ends and drops everything. Never throws. */
  close(): Promise<void>;
};

/** Throws ConfigError naming the three ways when there is none, and StoppedError. */
export async function choosePlace(
  options: Omit<WorkspaceOptions, 'original'>,
  live: ServerTraits,
): Promise<Place> {
  const { url, passive, launchLocal = launchLocalServer, stop } = options;
  if (url !== null) return urlPlace({ endpoint: url, live, stop });
  try {
    return await localPlace(await launchLocal(live, stop), options, live);
  } catch (error) {
    if (!(error instanceof ShiftError) || stop?.aborted === true) throw error;
    if (passive !== null) return passivePlace({ endpoint: passive, live, stop });
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

async function localPlace(
  server: LocalServer,
  { database, stop }: Pick<WorkspaceOptions, 'database' | 'stop'>,
  live: ServerTraits,
): Promise<Place> {
  const createdSchema = 'dbshift_scratch_created';
  const sessions = new PlaceSessions('local', stop);
  try {
    const endpoint = { ...server.root, label: `workspace (${server.image.name})` };
    const control = await sessions.open(endpoint);
    await applyTraitsToServer(control, live);
    // Else the account could make no trigger: the server writes a binlog, and nobody reads it.
    await control.send('SET GLOBAL log_bin_trust_function_creators = 1');
    const schemas = [database, createdSchema];
    for (const name of schemas) await control.send(`CREATE DATABASE ${quoteIdentifier(name)}`);
    const { mariadb } = live;
    const user = `${scratchPrefix}account`;
    const account = await makeConfinedAccount(control, { endpoint, mariadb, user, schemas });
    const builder = await sessions.open(account);
    return {
      ...{ kind: 'local', where: `a throw-away ${server.image.name} server on this machine` },
      ...{ confined: true, control, builder, schema: database, createdSchema },
      openSession: () => sessions.open(account),
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

function urlPlace({ endpoint, live, stop }: Shared): Promise<Place> {
  return sharedPlace('url', { endpoint, live, stop }, async (sessions, control, schemas) => {
    const account = await confinedAccount(control, { endpoint, live, schemas });
    return { account, confined: true, builder: await sessions.open(account) };
  });
}

function passivePlace({ endpoint, live, stop }: Shared): Promise<Place> {
  return sharedPlace('passive', { endpoint, live, stop }, async (_, control) => ({
    account: endpoint,
    confined: false,
    builder: control,
  }));
}

type Shared = {
  readonly endpoint: Endpoint;
  readonly live: ServerTraits;
  readonly stop: AbortSignal | undefined;
};

type Account = Pick<Place, 'confined' | 'builder'> & { readonly account: Endpoint };
type OpenAccount = (sessions: PlaceSessions, control: Session, schemas: ScratchSchemas) => Promise<Account>;

/** On a server with other data. */
async function sharedPlace(
  kind: 'url' | 'passive',
  { endpoint, live, stop }: Shared,
  openAccount: OpenAccount,
): Promise<Place> {
  const sessions = new PlaceSessions(kind, stop);
  const control = await sessions.open(endpoint);
  let schemas: ScratchSchemas | null = null;
  const close = async () => {
    await sessions.endLeft();
    if (schemas !== null) await dropWith(control, schemas, () => openOn(endpoint, kind));
    await control.close();
  };
  try {
    requireSameTraits(live, await readTraits(control), endpoint.label);
    schemas = await createScratchSchemas(control);
    const { account, confined, builder } = await openAccount(sessions, control, schemas);
    const where = `a scratch schema on ${endpoint.label}`;
    return {
      ...{ kind, where, confined, builder, control, ...schemas },
      openSession: () => sessions.open(account),
      close: async () => {
        if (builder !== control) await builder.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What cannot be dropped now is abandoned: the next workspace on that server drops it. */
async function dropWith(
  control: Session,
  schemas: ScratchSchemas,
  open: () => Promise<Session>,
): Promise<void> {
  try {
    const session = control.isOpen() ? control : await open();
    await dropScratchSchemas(session, schemas).finally(() => session.close());
  } catch {
    // See above.
  }
}

type Asked = Pick<Shared, 'endpoint' | 'live'> & { readonly schemas: ScratchSchemas };

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
