/**
 * Which function of a statement is not there. A workspace has no functions of plugins and components (MySQL 9.7 has MD5()
 * from one), nor routines that could not be copied: what a server of the pair knows is known.
 */
import { isNameLike, nameKey } from '../../programs/lint/lexemes.js';
import type { Trial } from '../../programs/lint/trials.js';
import type { Session } from '../../server/connection.js';
import { errno } from '../../server/errno.js';
import { quoteIdentifier } from '../../sql/identifier.js';
import type { Lexeme } from '../../sql/reader.js';
import { openPreparer, type Preparer } from './preparer.js';

export type FunctionSearch = {
  /** Where the first one is named that neither the workspace nor a server of the pair knows; null: each is known. */
  missingIn(trial: Trial, sqlMode: string): Promise<Lexeme | null>;
};

export function openFunctionSearch(workspace: Preparer, servers: readonly Session[]): FunctionSearch {
  const others = servers.map(openPreparer);
  const missingIn = async ({ words }: Trial, sqlMode: string) => {
    const called = words.filter((word, at) => isNameLike(word) && words[at + 1]?.raw === '(');
    for (const name of called) {
      const call = `SELECT ${callOf(name)}`;
      const refusals = await Promise.all([
        workspace.refusalOf(call, sqlMode),
        // Those sessions are not ours to change.
        ...others.map(other => other.refusalOf(call)),
      ]);
      if (refusals.every(refusal => refusal?.errno === errno.noSuchRoutine)) return name;
    }
    return null;
  };
  return { missingIn };
}

/** Its arguments do not matter: an unknown function is told before they are looked at. */
function callOf(name: Lexeme): string {
  return `${name.kind === 'name' ? quoteIdentifier(nameKey(name)) : name.raw}()`;
}
