/** The scratch schema of one test, with tables and programs, and an account that can reach nothing else. */
import { RefusedError } from '../../errors.js';
import { openSession, type Session } from '../../server/connection.js';
import type { Endpoint } from '../../server/endpoint.js';
import { quoteIdentifier } from '../../sql/identifier.js';
import { copyStructure } from '../../workspace/copy-structure.js';
import { confinedAccount } from '../../workspace/place.js';
import { createScratchSchemas, dropScratchSchemas } from '../../workspace/scratch-schema.js';
import { makeInRounds } from './make-in-rounds.js';
import type { TestBasis } from './prepare-tests.js';
import type { TestServer } from './test-server.js';

export type TestSchema = {
  readonly schema: string;
  /** Owns all programs. */
  readonly account: Endpoint;
  /** Of that account, in the schema, with the settings of a new session. */
  readonly session: Session;
};

/** `control` serves one test at a time. Drops everything also when `use` throws. */
export async function withTestSchema<T>(
  control: Session,
  { server, basis }: { readonly server: TestServer; readonly basis: TestBasis },
  use: (schema: TestSchema) => Promise<T>,
): Promise<T> {
  const schemas = await createScratchSchemas(control);
  try {
    const { endpoint, traits: live } = server;
    const account = await confinedAccount(control, { endpoint, live, schemas });
    const { schema } = schemas;
    await fill({ control, account, schema, basis });
    const session = await openSession({ ...account, database: schema });
    try {
      // The driver has a collation of its own; this is what the servers' clients do.
      await session.send('SET NAMES utf8mb4');
      return await use({ schema, account, session });
    } finally {
      await session.close();
    }
  } finally {
    await dropScratchSchemas(control, schemas);
  }
}

type Filling = {
  readonly control: Session;
  readonly account: Endpoint;
  readonly schema: string;
  readonly basis: TestBasis;
};

async function fill({ control, account, schema, basis }: Filling): Promise<void> {
  const builder = await openSession(account);
  try {
    for (const session of [control, builder]) await session.send(`USE ${quoteIdentifier(schema)}`);
    const { structure, programs } = basis;
    await copyStructure(
      { control, builder },
      { structure, routines: [], otherSchemas: null, confined: true },
    );
    const { refused } = await makeInRounds(builder, programs);
    const [first] = refused;
    if (first !== undefined)
      throw new RefusedError(
        `${first.wanted.file}:${first.wanted.line}: a server took it once, and not again`,
        {
          hint: first.why,
        },
      );
  } finally {
    await builder.close();
  }
}
