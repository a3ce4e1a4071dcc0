import test from 'ava';
import { heldWarnings } from '../../../src/cli/render/held-warnings.js';
import type { DeployEvent } from '../../../src/run/programs/deploy-event.js';

const warning = (id: string): DeployEvent => ({
  type: 'warnings',
  findings: [{ id, where: 'server a', message: 'is odd' }],
});
const planned: DeployEvent = {
  ...{ type: 'planned', command: 'deploy', active: 'a' },
  ...{ changes: [], statements: [], dryRun: false },
};

async function* source(...events: readonly DeployEvent[]) {
  yield* events;
}

async function shown(...events: readonly DeployEvent[]): Promise<readonly DeployEvent[]> {
  const told: DeployEvent[] = [];
  for await (const event of heldWarnings(source(...events))) told.push(event);
  return told;
}

test('warnings are told in front of what is done', async t => {
  const recorded: DeployEvent = { type: 'recorded', deploy: 1 };
  t.deepEqual(await shown(warning('one'), recorded, warning('two'), planned), [
    recorded,
    warning('one'),
    warning('two'),
    planned,
  ]);
});

test('where there is nothing to do no warning is told', async t => {
  t.deepEqual(await shown(warning('one'), { type: 'unchanged' }), [{ type: 'unchanged' }]);
});

test('without a warning none is made up', async t => {
  t.deepEqual(await shown(planned), [planned]);
});
