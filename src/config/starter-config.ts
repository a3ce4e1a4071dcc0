/** What `dbshift init` writes: the smallest configuration that parses, and what else can be said, as comments. */
export const starterConfig = `# yaml-language-server: $schema=./node_modules/dbshift/schema.json
#
# The pair that dbshift works on. Relative paths start at this file. Every key: docs/config.md of dbshift.

servers:
  # a and b are the two co-masters. The names never change; which one is active does.
  a:
    host: db-a.example.com
    port: 3306
    user: dbshift
    password: { env: DBSHIFT_PASSWORD }     # or { file: /run/secrets/dbshift }; never the password itself
  b:
    host: db-b.example.com
    port: 3306
    user: dbshift
    password: { env: DBSHIFT_PASSWORD }
    # optionFile: ~/.my.cnf                 # instead: user, password, host, port, socket, ssl-ca, … from [client]
    # socket: /run/mysqld/mysqld.sock       # instead of host and port; then also:
    # application: { host: 10.0.0.12 }      # where applications reach this server, when that differs

# TLS with both servers; the certificate and its name are always checked.
# tls: { ca: ./ca.pem }                     # and cert, key: our own; serverName: the name, when that is not the host

database: app                               # the schema whose tables are changed

migrations: ./migrations                    # knex migrations and .sql files, in one order by name
procedures: ./procedures                    # stored programs, one per file
# knexfile: ./knexfile.js                   # the one next to this file is found by itself

# What tells applications which server is active. The first one is the authority.
pointers:
  - kind: file
    path: ./active.json
    format: json                            # or dotenv, php, template (with template: PATH)
  # - kind: exec                            # any other place: two commands of yours, run without a shell
  #   get: [./pointer.sh, get]
  #   set: [./pointer.sh, set]
  #   timeoutMs: 5000

# preferredActive: a                        # the side that should be active when a run ends

# A server for trying migrations on an empty copy of the tables. Without it dbshift starts a local one.
# workspace: { url: { env: DBSHIFT_WORKSPACE_URL } }

# What the plan may do although it loses data, each with its reason: docs/lint.md of dbshift.
# lint: { accept: [{ id: drop-column, in: 20260101_drop_note.sql, subject: orders.note, reason: empty for a year }] }

# limits:
#   writePauseMs: 5000                      # longest time without a writable server, then writes are given back
#   lagMs: 1000                             # a passive further behind than this does not take over
`;
