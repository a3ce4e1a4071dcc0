// Makes few files of the many that tsc writes: a command that loads three hundred modules takes 0.65 s of processor time to
// be up, one that loads twenty 0.35 s (Node 20). In a pipeline, or by a timer, it is started again and again.
//   bundle.mjs            the command, and the programs that tests start
//   bundle.mjs ROOT       the same in another copy of the build
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url));

// As deep below the package as the modules that they are made of: what looks for package.json finds it.
await bundle('dist/bundle/cli', ['dist/src/cli/main.js']);
await bundle('dist/bundle/tests', [
  'dist/test/helpers/oracle/sampler.js',
  'dist/test/helpers/oracle/writer.js',
  'dist/test/helpers/torture/runner.js',
]);

async function bundle(outdir, entryPoints) {
  await build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    entryNames: '[name]',
    bundle: true,
    // A command loads what it needs, and no more.
    splitting: true,
    // What is CommonJS stays as it is.
    external: ['commander', 'knex', 'lilconfig', 'listr2', 'mysql2', 'picocolors', 'yaml'],
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
  });
}
