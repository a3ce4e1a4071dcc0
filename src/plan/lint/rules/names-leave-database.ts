/**
 * Names of objects in other databases: in statements, foreign keys, views, and what triggers and routines run. The
 * workspace holds the configured database alone, so it cannot show what such a name does.
 */
import { schemaNames } from '../../../sql/schema-names.js';
import { eachStatement, type LintRule } from '../lint-rule.js';
import type { LintedStatement } from '../linted-migration.js';

export const namesLeaveDatabase: LintRule = {
  id: 'names-leave-database',
  severity: 'warning',
  why: 'what lies in another database is not tried, not compared, and may be missing or different on the other side',
  hint: 'keep what belongs together in one database, and write names without a schema',
  check: eachStatement(statement =>
    [...new Set([...named(statement), ...referred(statement)])].map(({ subject, schema }) => ({
      subject,
      message: `names the database ${schema}`,
    })),
  ),
};

type Foreign = { readonly subject: string; readonly schema: string };

/** By the text: a body is kept by servers as it was written. */
function named({ sql, classified, database }: LintedStatement): readonly Foreign[] {
  if (classified.kind !== 'ddl') return [];
  const subject = classified.table?.name ?? classified.name?.name ?? '';
  return schemaNames(sql)
    .filter(schema => isOther(schema, database))
    .map(schema => ({ subject, schema }));
}

/** By the structure, where the text left the schema out or a table was renamed. */
function referred({ sql, before, after, database }: LintedStatement): readonly Foreign[] {
  const written = new Set(schemaNames(sql).map(name => name.toLowerCase()));
  return Object.values(after.tables)
    .filter(({ name, create }) => before.tables[name]?.create !== create)
    .flatMap(({ name, foreignKeys }) =>
      foreignKeys.flatMap(({ referencedTable }) => {
        const [schema = '', table] = referencedTable.split('.');
        return table === undefined ? [] : [{ subject: name, schema }];
      }),
    )
    .filter(({ schema }) => isOther(schema, database) && !written.has(schema.toLowerCase()));
}

/** Every server has the catalog, and the same in it. */
function isOther(schema: string, database: string): boolean {
  return ![database.toLowerCase(), 'information_schema'].includes(schema.toLowerCase());
}
