/** Each fault is found, on its line, and nothing else is. */
import type { ProgramFinding } from '../../../src/programs/lint/program-finding.js';
import { faultyPrograms, markedIn } from '../../helpers/lint/faulty-programs.js';
import { lintTexts } from '../../helpers/lint/lint-texts.js';
import { shopTables } from '../../helpers/lint/shop.js';
import { liveServer } from '../../helpers/live-server.js';
import { openCopy } from '../../helpers/open-copy.js';
import { flavorTest } from '../../helpers/server-test.js';

const live = liveServer(() => [...shopTables, 'CREATE USER shop@localhost']);

flavorTest('faults of programs are found on their lines, and nothing else', async (t, image) => {
  const { server, session } = await live(image);
  const workspace = await openCopy({ source: server.root, database: 'app', url: null, passive: null });
  t.teardown(() => workspace.close());
  const programs = faultyPrograms(image.flavor);
  t.true(programs.length >= 40);
  for (const sqlMode of new Set(programs.map(program => program.sqlMode))) {
    const texts = programs.filter(program => program.sqlMode === sqlMode).map(({ text }) => text);
    const findings = await lintTexts(texts, {
      ...{ workspace, server: session },
      ...(sqlMode === undefined ? {} : { sqlMode }),
    });
    const found = texts.map((_, index) => shownOf(findings.filter(({ file }) => file === `${index}.sql`)));
    t.deepEqual(
      found.map((lines, index) => [texts[index], ...lines]),
      texts.map(text => [text, ...[...markedIn(text)].sort()]),
    );
  }
});

/** The text stands on the second line of its file. */
function shownOf(findings: readonly ProgramFinding[]): readonly string[] {
  return [...new Set(findings.map(({ line, id }) => `${line - 1} ${id}`))].sort();
}
