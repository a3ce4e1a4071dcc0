/** The schema for editors is generated from the shape. `UPDATE_GOLDEN=1` rewrites it. */
import { readFile, writeFile } from 'node:fs/promises';
import { toJsonSchema } from '@valibot/to-json-schema';
import test from 'ava';
import { ConfigShape } from '../../src/config/shape.js';

const path = new URL('../../../schema.json', import.meta.url);

const generated = () =>
  `${JSON.stringify({ title: 'dbshift.config', ...toJsonSchema(ConfigShape, { target: 'draft-07' }) }, null, 2)}\n`;

test('schema.json is the one that the shape of the configuration generates', async t => {
  if (process.env.UPDATE_GOLDEN === '1') await writeFile(path, generated());
  t.is(await readFile(path, 'utf8'), generated(), 'run the tests once with UPDATE_GOLDEN=1');
});
