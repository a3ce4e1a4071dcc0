/**
 * A process that moves a pointer file: `node pointer-mover.js PATH SIDE [TIMES]`. It waits for a line on stdin, so
 * that several can start together, then prints `won N` or `lost` for each try from the generation it reads first.
 */
import { once } from 'node:events';
import { FailedError } from '../../src/errors.js';
import { openFilePointer } from '../../src/pointer/file-pointer.js';

const [path = '', active = 'a', times = '1'] = process.argv.slice(2);
const pointer = openFilePointer({ kind: 'file', path, format: 'json', mode: 0o644 });
let expected = await pointer.read();
console.log('ready');
await once(process.stdin, 'data');
for (let turn = 0; turn < Number(times); turn++) {
  try {
    const target = { active: active === 'a' ? 'a' : 'b', host: `host-${process.pid}`, port: 3306 } as const;
    expected = await pointer.compareAndSet(expected, target);
    console.log(`won ${expected.generation}`);
  } catch (error) {
    if (!(error instanceof FailedError)) throw error;
    console.log('lost');
    expected = await pointer.read();
  }
}
process.stdin.destroy();
