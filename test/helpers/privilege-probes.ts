/**
 * For each privilege of the account of dbshift a statement of the flow that needs it. A probe works when nothing in it
 * fails and its last statement, where it reads, has a row to show. It runs on the passive with the binlog off.
 */
import type { FlavorName } from '../../src/flavor/flavor.js';
import type { Place, Privilege } from '../../src/grants/privilege.js';

export type Probe = {
  readonly sql: readonly string[];
  /** Statements of root that take back what a working probe leaves. */
  readonly undo?: readonly string[];
};

/** Schemas in which the table of privileges names something, as root makes them for the probes. */
export const probedSchemas = ['app', 'dbshift', 'dbshift_scratch_probe'];

/** What the probes find in a schema. */
export function probedObjects(schema: string): readonly string[] {
  return [
    `CREATE DATABASE IF NOT EXISTS ${schema}`,
    `CREATE TABLE ${schema}.t (id INT PRIMARY KEY, n INT)`,
    `INSERT INTO ${schema}.t VALUES (1, 1)`,
    `CREATE TABLE ${schema}.child (id INT PRIMARY KEY, t INT)`,
    `CREATE VIEW ${schema}.v AS SELECT * FROM ${schema}.t`,
    `CREATE DEFINER = 'app'@'127.0.0.1' PROCEDURE ${schema}.p() SQL SECURITY INVOKER DO 1`,
    `CREATE EVENT ${schema}.e ON SCHEDULE EVERY 1 DAY DISABLE DO DO 1`,
  ];
}

export function probeOf(flavor: FlavorName, { name, place }: Privilege): Probe {
  const schema = schemaOf(place);
  const probe = schema === null ? onServer(flavor, name, place) : inSchema(schema)[name];
  if (probe === undefined) throw new Error(`no probe for ${name} on ${JSON.stringify(place)}`);
  return probe;
}

function schemaOf(place: Place): string | null {
  if (place.kind === 'schemas') return `${place.prefix}probe`;
  return place.kind === 'schema' ? place.schema : null;
}

function onServer(flavor: FlavorName, name: string, place: Place): Probe | undefined {
  if (place.kind === 'table') {
    if (place.table === 'proc') return { sql: [bodyOfProcedure] };
    if (name === 'UPDATE') return { sql: [countStages] };
    const { schema, table, columns = ['*'] } = place;
    return { sql: [`SELECT COUNT(*) FROM (SELECT ${columns.join(', ')} FROM ${schema}.${table}) t`] };
  }
  return { ...anyFlavor, ...(flavor === 'mysql' ? mysql : mariadb) }[name];
}

const countStages =
  "UPDATE performance_schema.setup_consumers SET ENABLED = 'YES' WHERE NAME = 'events_stages_current'";

const bodyOfProcedure = `SELECT 1 FROM information_schema.ROUTINES
  WHERE ROUTINE_SCHEMA = 'app' AND ROUTINE_NAME = 'p' AND ROUTINE_DEFINITION IS NOT NULL`;

const ofOtherDefiner: Probe = {
  sql: ["CREATE DEFINER = 'app'@'127.0.0.1' VIEW app.other AS SELECT 1 AS one"],
  undo: ['DROP VIEW app.other'],
};

const anyFlavor: Readonly<Record<string, Probe>> = {
  PROCESS: { sql: ['SELECT COUNT(*) FROM information_schema.INNODB_TRX'] },
};

const mariadb: Readonly<Record<string, Probe>> = {
  'READ_ONLY ADMIN': { sql: ['SET GLOBAL read_only = 1'] },
  'BINLOG ADMIN': { sql: ['SET SESSION sql_log_bin = 0'] },
  'BINLOG MONITOR': { sql: ['SHOW MASTER STATUS'] },
  'REPLICATION SLAVE ADMIN': { sql: ['START SLAVE'] },
  'SLAVE MONITOR': { sql: ['SHOW SLAVE STATUS'] },
  'CONNECTION ADMIN': { sql: ['KILL QUERY ?'] },
  RELOAD: { sql: ['FLUSH TABLES WITH READ LOCK', 'UNLOCK TABLES'] },
  'SET USER': ofOtherDefiner,
  'REPLICATION MASTER ADMIN': { sql: ['SHOW SLAVE HOSTS'] },
};

const mysql: Readonly<Record<string, Probe>> = {
  FLUSH_TABLES: { sql: ['FLUSH TABLES WITH READ LOCK', 'UNLOCK TABLES'] },
  SYSTEM_VARIABLES_ADMIN: { sql: ['SET GLOBAL read_only = 1'] },
  CONNECTION_ADMIN: { sql: ['KILL QUERY ?'] },
  REPLICATION_SLAVE_ADMIN: { sql: ['START REPLICA'] },
  'REPLICATION CLIENT': { sql: ['SHOW REPLICA STATUS'] },
  XA_RECOVER_ADMIN: { sql: ['XA RECOVER', 'SELECT 1'] },
  SHOW_ROUTINE: { sql: [bodyOfProcedure] },
  SET_ANY_DEFINER: ofOtherDefiner,
  'REPLICATION SLAVE': { sql: ['SHOW REPLICAS'] },
};

function inSchema(schema: string): Readonly<Record<string, Probe>> {
  return {
    SELECT: { sql: [`SELECT * FROM ${schema}.t`] },
    INSERT: {
      sql: [`INSERT INTO ${schema}.t VALUES (2, 2)`],
      undo: [`DELETE FROM ${schema}.t WHERE id = 2`],
    },
    UPDATE: { sql: [`UPDATE ${schema}.t SET n = 3`] },
    DELETE: { sql: [`DELETE FROM ${schema}.t WHERE id = 2`] },
    CREATE: { sql: [`CREATE TABLE ${schema}.made (id INT)`], undo: [`DROP TABLE ${schema}.made`] },
    ALTER: { sql: [`ALTER TABLE ${schema}.t COMMENT = 'c'`] },
    DROP: { sql: [`DROP TABLE IF EXISTS ${schema}.nothing`] },
    INDEX: { sql: [`CREATE INDEX n ON ${schema}.t (n)`], undo: [`DROP INDEX n ON ${schema}.t`] },
    REFERENCES: {
      sql: [`ALTER TABLE ${schema}.child ADD CONSTRAINT fk FOREIGN KEY (t) REFERENCES ${schema}.t (id)`],
      undo: [`ALTER TABLE ${schema}.child DROP FOREIGN KEY fk`],
    },
    TRIGGER: {
      sql: [`CREATE TRIGGER ${schema}.made BEFORE DELETE ON ${schema}.t FOR EACH ROW DO 1`],
      undo: [`DROP TRIGGER ${schema}.made`],
    },
    EVENT: { sql: [`SELECT 1 FROM information_schema.EVENTS WHERE EVENT_SCHEMA = '${schema}'`] },
    'CREATE VIEW': { sql: [`CREATE VIEW ${schema}.w AS SELECT 1 AS one`], undo: [`DROP VIEW ${schema}.w`] },
    'SHOW VIEW': { sql: [`SHOW CREATE VIEW ${schema}.v`] },
    'CREATE ROUTINE': { sql: [`CREATE PROCEDURE ${schema}.q() DO 1`], undo: [`DROP PROCEDURE ${schema}.q`] },
    'ALTER ROUTINE': { sql: [`ALTER PROCEDURE ${schema}.p COMMENT 'c'`] },
    EXECUTE: { sql: [`CALL ${schema}.p()`] },
    'GRANT OPTION': {
      sql: [`GRANT EXECUTE ON PROCEDURE ${schema}.p TO 'app'@'127.0.0.1'`],
      undo: [`REVOKE EXECUTE ON PROCEDURE ${schema}.p FROM 'app'@'127.0.0.1'`],
    },
    'LOCK TABLES': { sql: [`LOCK TABLES ${schema}.t WRITE`, 'UNLOCK TABLES'] },
  };
}
