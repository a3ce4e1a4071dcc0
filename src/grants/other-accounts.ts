/** What the accounts beside that of dbshift need. Plain data, the same on both flavors. */
import type { Grantable } from './privilege.js';

/** The account with which each server of the pair follows the other. */
export const replicationPrivileges: readonly Grantable[] = [
  { name: 'REPLICATION SLAVE', place: { kind: 'server' } },
];

/** An application reads and writes rows and calls programs; it never passes through `read_only`. */
export function applicationPrivileges(database: string): readonly Grantable[] {
  const place = { kind: 'schema', schema: database } as const;
  return ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'EXECUTE'].map(name => ({ name, place }));
}

/**
 * The programs of the balancer's registry run as this account, which nobody can log in with: whoever may call one may
 * do exactly what it does, and no more.
 */
export const registryAccount = 'lb_registry@localhost';

const registryTable = 'lb2_members';

/** A definer needs EXECUTE for its own programs; on the schema, because a program that is made anew loses its grants. */
export function registryPrivileges(database: string): readonly Grantable[] {
  const place = { kind: 'table', schema: database, table: registryTable } as const;
  return [
    ...['SELECT', 'INSERT', 'UPDATE', 'DELETE'].map(name => ({ name, place })),
    { name: 'EXECUTE', place: { kind: 'schema', schema: database } },
  ];
}

/** A web server, which may register itself. */
export function balancerClientPrivileges(database: string): readonly Grantable[] {
  return [execute(database, 'register_lb')];
}

/** The service on the balancer: it reads the members, and takes out those that left or went silent. */
export function balancerServicePrivileges(database: string): readonly Grantable[] {
  return [
    execute(database, 'deregister_lb'),
    execute(database, 'expire_lb'),
    { name: 'SELECT', place: { kind: 'table', schema: database, table: registryTable } },
  ];
}

function execute(schema: string, procedure: string): Grantable {
  return { name: 'EXECUTE', place: { kind: 'procedure', schema, procedure } };
}
