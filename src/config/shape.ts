/**
 * The shape of a configuration as a user writes it: key names, types, simple ranges and the words that editors
 * show. `schema.json` is generated from it. What needs more than one key is judged in `parse-config.ts`.
 */
import * as v from 'valibot';
import type { Limits } from './config.js';
import { hostPattern } from './host-pattern.js';
import { type LimitDefinition, limits } from './limits.js';

const text = (description: string) =>
  v.pipe(v.string(), v.minLength(1, 'must not be empty'), v.description(description));

const host = (description: string) =>
  v.pipe(v.string(), v.regex(hostPattern, 'must be a host name or an address'), v.description(description));

const port = (description: string) =>
  v.pipe(
    v.number(),
    v.integer('must be a whole number'),
    v.minValue(1, 'must be from 1 to 65535'),
    v.maxValue(65535, 'must be from 1 to 65535'),
    v.description(description),
  );

/** One mapping with one of two keys, not a union of two mappings: so a wrong name is reported as that. */
const secret = (description: string) =>
  v.pipe(
    v.strictObject({
      env: v.optional(text('Name of the environment variable that holds it.')),
      file: v.optional(text('Path of the file that holds it, on its first line.')),
    }),
    v.entries(1, 'must be { env: NAME } or { file: PATH }'),
    v.description(description),
  );

const command = (description: string) =>
  v.pipe(
    v.array(text('The program, then its arguments.')),
    v.minLength(1, 'must name a program'),
    v.description(description),
  );

const hook = (description: string) =>
  v.optional(
    v.pipe(
      v.union(
        [text('A line for the shell.'), command('The program, then its arguments.')],
        'must be a command: a text for the shell, or a list of the program and its arguments',
      ),
      v.description(description),
    ),
  );

const Hooks = v.pipe(
  v.strictObject({
    'before-flip': hook(
      'Run before a flip, while writes are on. Another exit code than 0 keeps it from beginning.',
    ),
    'after-flip': hook('Run when the pointer names the new active.'),
    'on-block': hook('Run when a person is needed.'),
    'on-end': hook('Run when a run has ended, however it ended.'),
    timeoutMs: v.optional(whole('Time limit of each. Default 30000.')),
  }),
  v.description('Commands of yours, run with the facts in their environment. A text is for the shell.'),
);

const Application = v.pipe(
  v.strictObject({
    host: host('Host name or address that applications use.'),
    port: v.optional(port('Port that applications use.')),
  }),
  v.description('Where applications reach this server, when that is not host and port: what a pointer gets.'),
);

const tls = (description: string) =>
  v.pipe(
    v.strictObject({
      ca: v.optional(
        text(
          'PEM file of the CA that signed the certificate of the server. Default: the CAs that Node trusts.',
        ),
      ),
      cert: v.optional(text('PEM file of our own certificate, for accounts that demand one. Needs key.')),
      key: v.optional(text('PEM file of the private key of cert.')),
      serverName: v.optional(
        host('The name that the certificate of the server must be for. Default: the host.'),
      ),
    }),
    v.description(description),
  );

const access = {
  host: v.optional(host('Host name or address. Not together with socket.')),
  port: v.optional(port('TCP port. Default 3306.')),
  socket: v.optional(text('Path of the UNIX socket, instead of host and port.')),
  user: v.optional(text('Account of dbshift on this server.')),
  password: v.optional(secret('Where the password is kept. Never the password itself.')),
  tls: v.optional(
    tls('TLS with this server; key by key over the tls of all servers. {} is enough to have it.'),
  ),
  serverPublicKey: v.optional(
    text('PEM file of the RSA key of the server, for caching_sha2_password without TLS or socket.'),
  ),
  optionFile: v.optional(text('A MySQL option file (~/.my.cnf, ~/.mylogin.cnf) for what is not said here.')),
  group: v.optional(text('Group of the option file to read. Default client.')),
  groupSuffix: v.optional(text('Group [client-x] is read too, when this is -x.')),
};

const Replica = v.strictObject(access);

const Replicas = v.pipe(
  v.union([v.array(Replica), v.literal('discover')], 'must be a list of servers, or discover'),
  v.description(
    'Servers that replicate from this one: migrated together with it. `discover` asks the server for them. Default none.',
  ),
);

const Server = v.strictObject({
  ...access,
  serverOptionFile: v.optional(
    text(
      'The option file that the server itself starts with, where this machine can read it: shows that it boots read-only.',
    ),
  ),
  application: v.optional(Application),
  replicas: v.optional(Replicas),
});

const FilePointer = v.strictObject({
  kind: v.literal('file'),
  path: text('The file that says which server is active.'),
  format: v.pipe(
    v.picklist(['json', 'dotenv', 'php', 'template']),
    v.description('How the file is written.'),
  ),
  template: v.optional(text('With format template: the text with placeholders such as {{host}}.')),
  mode: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^0?[0-7]{3}$/, 'must be octal digits in quotes, such as "0644"'),
      v.description('Permissions of the file when dbshift creates it. Default "0644".'),
    ),
  ),
});

const ExecPointer = v.strictObject({
  kind: v.literal('exec'),
  get: command('Prints the current pointer. Run without a shell.'),
  set: command('Moves the pointer; gets the facts in its environment and on its stdin. Run without a shell.'),
  timeoutMs: v.optional(whole('Time limit of each run of a command. Default 5000.')),
});

const Pointer = v.variant('kind', [FilePointer, ExecPointer]);

const Acceptance = v.strictObject({
  id: text('Name of the rule, such as drop-column.'),
  in: v.optional(
    text(
      'Name of the migration file, or path of the file of programs; * stands for anything. Default: in any, also in those to come.',
    ),
  ),
  subject: v.optional(
    text(
      'table or table.column, program or program.variable; * stands for anything. Default: whatever it is about.',
    ),
  ),
  reason: v.pipe(
    v.string(),
    v.regex(/\S/, 'must not be empty'),
    v.description('Why it may be so, for whoever reads the plan.'),
  ),
});

const Lint = v.pipe(
  v.strictObject({
    accept: v.optional(v.pipe(v.array(Acceptance), v.description('Findings that may be as they are.'))),
  }),
  v.description('What is looked at in migrations and stored programs before they run.'),
);

const Programs = v.pipe(
  v.strictObject({
    sqlMode: v.optional(
      v.pipe(
        v.string(),
        v.description('The sql_mode they are made in. Default: the global one of the active server.'),
      ),
    ),
    characterSet: v.optional(text('The character_set_client they are made with. Default utf8mb4.')),
    collation: v.optional(
      text(
        'The collation_connection they are made with. Default: that of the character set on the active server.',
      ),
    ),
    definer: v.optional(text('user@host they belong to. Default: the account of dbshift.')),
  }),
  v.description('What stored programs are made with, where their file does not say.'),
);

/** A hand-written configuration, before it is judged as a whole. */
export const ConfigShape = v.strictObject({
  $schema: v.optional(v.string()),
  servers: v.pipe(
    v.strictObject({ a: Server, b: Server }),
    v.description('The two co-masters. The names a and b never change; roles do.'),
  ),
  database: v.pipe(
    text('The schema whose tables are changed.'),
    v.maxLength(64, 'must not be longer than 64 characters'),
    v.notValues(
      ['mysql', 'sys', 'information_schema', 'performance_schema', 'dbshift'],
      'must be a schema of the application',
    ),
  ),
  tls: v.optional(tls('TLS with every server that is not reached by a socket. {} is enough to have it.')),
  migrations: v.optional(text('Folder of the migrations. Default ./migrations.')),
  procedures: v.optional(text('Folder of the stored programs. Default ./procedures.')),
  programs: v.optional(Programs),
  knexfile: v.optional(text('A knexfile to honour. Default: the one next to this file, if there is one.')),
  pointers: v.pipe(
    v.array(Pointer),
    v.minLength(1, 'must name at least one pointer'),
    v.description('What tells applications which server is active. The first one is the authority.'),
  ),
  preferredActive: v.optional(
    v.pipe(v.picklist(['a', 'b']), v.description('The side that should be active when a run ends.')),
  ),
  flipWindow: v.optional(
    text('When flips may begin, such as "02:00-04:00" or "02:00-04:00 Europe/Berlin". Default: at any time.'),
  ),
  hooks: v.optional(Hooks),
  reports: v.optional(
    text('Folder for a report of each run, as Markdown and as JSON. Default: none is written.'),
  ),
  workspace: v.optional(
    v.strictObject({
      url: secret('Where the URL of a server for structure-only runs is kept.'),
      tls: v.optional(tls('TLS with that server. The tls of the servers is not taken for it.')),
    }),
  ),
  lint: v.optional(Lint),
  limits: v.optional(v.strictObject(limitEntries())),
});

export type ConfigInput = v.InferOutput<typeof ConfigShape>;
export type ServerInput = ConfigInput['servers']['a'];
export type AccessInput = Omit<ServerInput, 'application' | 'replicas'>;
export type TlsInput = NonNullable<AccessInput['tls']>;
export type PointerInput = ConfigInput['pointers'][number];
export type SecretInput = NonNullable<ServerInput['password']>;

function whole(description: string, minimum = 1) {
  return v.pipe(
    v.number(),
    v.integer('must be a whole number'),
    v.minValue(minimum, `must be at least ${minimum}`),
    v.description(description),
  );
}

function wholeSeconds(description: string) {
  const message = 'must be whole seconds: 1000, 2000, …';
  return v.pipe(
    v.number(),
    v.minValue(1000, message),
    v.multipleOf(1000, message),
    v.description(description),
  );
}

function limitEntries() {
  const entry = ({ unit, description, minimum, default: standard }: LimitDefinition) => {
    const text = `${description} Default ${standard}.`;
    return v.optional(unit === 'seconds' ? wholeSeconds(text) : whole(text, minimum));
  };
  return Object.fromEntries(
    Object.entries(limits).map(([name, definition]) => [name, entry(definition)]),
  ) as Record<keyof Limits, ReturnType<typeof entry>>;
}
