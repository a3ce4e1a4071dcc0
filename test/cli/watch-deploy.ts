import test from 'ava';
import { watchDeploy } from '../../src/cli/watch-deploy.js';
import type { DeployEvent } from '../../src/run/programs/deploy-event.js';
import { procedure } from '../helpers/definitions.js';
import { newTextOutput } from '../helpers/text-output.js';

const one = procedure('one');
const planned = (more: Partial<Extract<DeployEvent, { type: 'planned' }>> = {}): DeployEvent => ({
  ...{ type: 'planned', command: 'deploy', active: 'a', statements: ['CREATE …'], dryRun: false },
  changes: [
    { kind: 'procedure', name: 'one', before: { a: null, b: null }, after: one, grants: { a: [], b: [] } },
  ],
  ...more,
});
const warnings: DeployEvent = {
  type: 'warnings',
  findings: [{ id: 'odd', where: 'server a', message: 'is odd' }],
};

async function* source(events: readonly DeployEvent[]) {
  yield* events;
}

async function watch(events: readonly DeployEvent[], json = false) {
  const output = newTextOutput();
  const code = await watchDeploy(() => source(events), { output, cwd: '/', json });
  return { code, text: output.text() };
}

test('a dry run that found something to do ends with 1, and one that found nothing with 0', async t => {
  const found = await watch([planned({ dryRun: true })]);
  t.is(found.code, 1);
  t.regex(found.text, /CREATE …;\n\nnothing was done \(--dry-run\)\n$/u);
  t.is((await watch([{ type: 'unchanged' }])).code, 0);
  t.is((await watch([planned(), { type: 'deployed', deploy: 1, changes: 1 }])).code, 0);
});

test('for programs every warning is told, also where there is nothing to do', async t => {
  const events: readonly DeployEvent[] = [warnings, { type: 'unchanged' }];
  t.is((await watch(events)).text, 'nothing to do: both servers have what is wanted\n');
  const told = (await watch(events, true)).text.trimEnd().split('\n');
  t.deepEqual(
    told.map(line => JSON.parse(line).type),
    ['warnings', 'unchanged'],
  );
});

test('a rollback says that the files stay', async t => {
  t.regex((await watch([planned({ command: 'rollback' })])).text, /^the files stay as they are: /mu);
  t.notRegex((await watch([planned()])).text, /the files stay/u);
});
