/**
 * What `dbshift grants` says: for each account of a pair the statements that make it, with what a person should know
 * beside them. Pure; the texts can be pasted into a client but for the password, which is left to be filled in.
 */
import type { FlavorName } from '../flavor/flavor.js';
import { type AccountName, quoteAccount } from './account-name.js';
import { dbshiftPrivileges } from './dbshift-privileges.js';
import { grantStatements } from './grant-statements.js';
import {
  applicationPrivileges,
  balancerClientPrivileges,
  balancerServicePrivileges,
  registryAccount,
  registryPrivileges,
  replicationPrivileges,
} from './other-accounts.js';
import { type Feature, features, type Grantable } from './privilege.js';

export const grantees = [
  ...(['dbshift', 'replication', 'application'] as const),
  ...(['balancer-client', 'balancer-service'] as const),
] as const;

export type GranteeKind = (typeof grantees)[number];

export type AccountGrants = {
  readonly for: GranteeKind;
  /** `user@host` */
  readonly account: AccountName;
  readonly parts: readonly GrantPart[];
};

/** Statements that belong together, and why they are there. */
export type GrantPart = {
  readonly notes: readonly string[];
  readonly statements: readonly string[];
};

export type GrantsRequest = {
  readonly flavor: FlavorName;
  readonly database: string;
  /** See `Grantee`. */
  readonly literalNames: boolean;
  /** Those that the configuration rules out are left out. */
  readonly features: ReadonlySet<Feature>;
  /** The account of dbshift itself. */
  readonly user: string;
  /** From where accounts connect, as their names say it. */
  readonly host: string;
  /** The configuration speaks TLS: then the account of dbshift may come no other way. */
  readonly tls: boolean;
};

export function accountGrants(kind: GranteeKind, request: GrantsRequest): AccountGrants {
  const account = `${users[kind] ?? request.user}@${request.host}`;
  return { for: kind, account, parts: parts[kind](request, account) };
}

/** Names for accounts that have none in a configuration. */
const users: Readonly<Partial<Record<GranteeKind, string>>> = {
  replication: 'repl',
  application: 'app',
  'balancer-client': 'lb_client',
  'balancer-service': 'lb_service',
};

type PartsOf = (request: GrantsRequest, account: AccountName) => readonly GrantPart[];

const parts: Readonly<Record<GranteeKind, PartsOf>> = {
  dbshift: ofDbshift,
  replication: (request, account) => [
    {
      notes: ['Each server follows the other one with this account, and replicas follow their side.'],
      statements: [create(account), ...granted(request, account, replicationPrivileges)],
    },
  ],
  application: (request, account) => [
    {
      notes: ['The account of the application: rows and programs of the database, and nothing more.'],
      statements: [create(account), ...granted(request, account, applicationPrivileges(request.database))],
    },
    {
      notes: [
        'Accounts that write although a server is read-only. The application may not be among them; preflight',
        'also finds those that have it by a role.',
      ],
      statements: [passingQuery[request.flavor]],
    },
  ],
  'balancer-client': (request, account) => [
    ofRegistry(request),
    {
      notes: ['A web server: it may register itself with the balancer, and do nothing else.'],
      statements: [create(account), ...granted(request, account, balancerClientPrivileges(request.database))],
    },
  ],
  'balancer-service': (request, account) => [
    ofRegistry(request),
    {
      notes: [
        'The service on the balancer: it reads the members, takes one out, and lets the silent ones expire.',
      ],
      statements: [
        create(account),
        ...granted(request, account, balancerServicePrivileges(request.database)),
      ],
    },
  ],
};

function ofDbshift(request: GrantsRequest, account: AccountName): readonly GrantPart[] {
  const { flavor, database } = request;
  return features
    .filter(feature => request.features.has(feature))
    .map(feature => {
      const privileges = dbshiftPrivileges(flavor, database, new Set([feature]));
      const statements = granted(request, account, privileges);
      return feature === 'runs'
        ? {
            notes: featureNotes.runs,
            statements: [`${create(account)}${request.tls ? ' REQUIRE SSL' : ''}`, ...statements],
          }
        : { notes: featureNotes[feature], statements };
    })
    .filter(({ statements }) => statements.length > 0);
}

const featureNotes: Readonly<Record<Feature, readonly string[]>> = {
  runs: [
    'The account of dbshift. Run this once, on the active: it replicates to every other server of the pair.',
    'Write the password in quotes. With REQUIRE SSL behind it the account cannot come without TLS.',
  ],
  scratch: [
    'Only where migrations are tried in scratch schemas on the passive: without `workspace.url`, and without a',
    'server of the same series installed where dbshift runs.',
  ],
  programs: ['Only where the database has stored programs of other definers.'],
  definers: ['Only where scheduled events have other definers, or migrations name a DEFINER.'],
  discovery: ['Only for `replicas: discover`.'],
  deploys: ['Only where stored programs are deployed: dbshift procs.'],
  progress: ['Only to see how far a running DDL is, and why an applier stopped.'],
};

/** The programs run in its name, so that their callers need no rights on the table. */
function ofRegistry(request: GrantsRequest): GrantPart {
  const owner = quoteAccount(registryAccount);
  return {
    notes: [
      'The owner of the registry: its programs run in its name. Nobody can log in with it, and it does not pass',
      'through read_only. Make it before the programs, and grant after the migrations have made the table.',
    ],
    statements: [
      `CREATE USER IF NOT EXISTS ${owner} ACCOUNT LOCK`,
      ...granted(request, registryAccount, registryPrivileges(request.database)),
    ],
  };
}

/** Not a text that a server takes as it is: nobody shall have a password that stands in a manual. */
function create(account: AccountName): string {
  return `CREATE USER IF NOT EXISTS ${quoteAccount(account)} IDENTIFIED BY <password>`;
}

function granted(
  { literalNames }: GrantsRequest,
  account: AccountName,
  privileges: readonly Grantable[],
): readonly string[] {
  return grantStatements(privileges, { account: quoteAccount(account), literalNames });
}

const passingQuery: Readonly<Record<FlavorName, string>> = {
  // Bit 33 of the privileges is READ_ONLY ADMIN, in GRANT ALL too.
  mariadb: "SELECT User, Host FROM mysql.global_priv WHERE JSON_VALUE(Priv, '$.access') & (1 << 33)",
  mysql: `SELECT USER, HOST, PRIV FROM mysql.global_grants WHERE PRIV IN ('CONNECTION_ADMIN', 'SYSTEM_VARIABLES_ADMIN')
UNION SELECT User, Host, 'SUPER' FROM mysql.user WHERE Super_priv = 'Y'`,
};
