import test from 'ava';
import { pairOf, plainPair } from '../helpers/arbitraries.js';
import { contracts, type Subject } from '../helpers/contracts.js';
import { noHarm } from '../helpers/drive.js';
import { flavorNames, flavors } from '../helpers/flavors.js';
import { ModelRunner } from '../helpers/model-runner.js';

for (const [flavor, [title, contract]] of everyContract()) {
  test(`${title} [model ${flavor}]`, async t => {
    const pair = pairOf({ ...plainPair, flavor, locked: false, writeEveryMs: 0 });
    const runner = new ModelRunner(pair, noHarm, { operations: 0, looks: 0 });
    runner.lock();
    await runner.ports.journal.reload();
    let n = 0;
    const subject: Subject = {
      ports: runner.ports,
      capabilities: flavors[flavor].capabilities,
      write: async side => {
        if (pair[side].readOnly) return false;
        n += 1;
        pair[side].write({ kind: 'row', id: `contract ${n}` });
        return true;
      },
      rows: async side => pair[side].rows.size,
      until: async (what, ask) => {
        for (let slices = 0; !(await ask()); slices++) {
          if (slices === 200) t.fail(what);
          if (slices === 200) return;
          pair.clock.advance(20);
        }
      },
      received: async () => pair.clock.advance(2000),
    };
    await contract(t, subject);
  });
}

function everyContract() {
  return flavorNames.flatMap(flavor => Object.entries(contracts).map(one => [flavor, one] as const));
}
