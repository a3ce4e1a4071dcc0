/** Brings a workspace back to a structure that it had, so that something else can be tried from there. */
import { fingerprintStructure } from '../plan/fingerprint.js';
import type { Structure } from '../plan/structure.js';
import { ServerError } from '../server/server-error.js';
import { quoteIdentifier } from '../sql/identifier.js';
import type { Workspace } from './workspace.js';

/**
 * Makes anew what differs: there are no rows to lose. False where it did not come out exactly, which nothing can be
 * proved from. Throws ServerError when the server is lost.
 */
export async function restoreStructure(workspace: Workspace, wanted: Structure): Promise<boolean> {
  const { control, builder, schema } = workspace;
  await control.send(`USE ${quoteIdentifier(schema)}`);
  const now = await workspace.readStructure();
  if (fingerprintStructure(now) === fingerprintStructure(wanted)) return true;
  try {
    for (const sql of dropsOf(now, wanted)) await control.send(sql);
    const lacking = createsOf(await workspace.readStructure(), wanted);
    for (const sql of lacking.tables) await control.send(sql);
    for (const sql of lacking.programs) await builder.send(sql);
  } catch (error) {
    if (error instanceof ServerError && error.errno !== null) return false;
    throw error;
  }
  return fingerprintStructure(await workspace.readStructure()) === fingerprintStructure(wanted);
}

/** Foreign keys do not keep a table: the session that copied the structure checks none. */
function dropsOf(now: Structure, wanted: Structure): readonly string[] {
  const tables = Object.values(now.tables).filter(
    ({ name, create }) => wanted.tables[name]?.create !== create,
  );
  const others = Object.keys(now.others).filter(key => now.others[key] !== wanted.others[key]);
  return [
    ...others.flatMap(key => {
      const [kind = '', ...name] = key.split(':');
      const word = droppable.get(kind);
      return word === undefined ? [] : [`DROP ${word} IF EXISTS ${quoteIdentifier(name.join(':'))}`];
    }),
    ...tables.map(({ name }) => `DROP TABLE ${quoteIdentifier(name)}`),
  ];
}

const droppable = new Map([
  ['trigger', 'TRIGGER'],
  ['view', 'VIEW'],
  ['sequence', 'SEQUENCE'],
]);

/** What a migration made must not act for the account of `control`: its programs are made by the one it ran as. */
type Creates = { readonly tables: readonly string[]; readonly programs: readonly string[] };

/** Sequences before the tables whose defaults use them, triggers and views after the tables that they are about. */
function createsOf(now: Structure, wanted: Structure): Creates {
  const lacking = Object.entries(wanted.others).filter(([key, create]) => now.others[key] !== create);
  const early = ([key]: readonly [string, string]) => /^(sequence|database):/.test(key);
  const tables = Object.values(wanted.tables).filter(({ name }) => !(name in now.tables));
  return {
    tables: [...lacking.filter(early).map(([, create]) => create), ...tables.map(({ create }) => create)],
    programs: lacking.filter(one => !early(one)).map(([, create]) => create),
  };
}
