/**
 * The splitter against the clients that it imitates: what the real `mariadb` or `mysql` sends for a file must be what
 * `splitSql` finds in it. Without `--comments` comments and blanks are left out on both sides, because the clients drop
 * them; with it the texts are compared to the letter. A program without DELIMITER is compared with the same program
 * between two of them.
 */
import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import { everyServer, serverTest } from '../helpers/server-test.js';
import { anyFile, type SampleFile } from '../helpers/split/any-file.js';
import { anyMixture } from '../helpers/split/any-mixture.js';
import { askClient, commentsModes } from '../helpers/split/ask-client.js';
import { clientFaults } from '../helpers/split/client-faults.js';
import { type Compared, compareWithClient, readFile } from '../helpers/split/compare.js';
import { essencesOf } from '../helpers/split/essence.js';
import { faultMet } from '../helpers/split/left-out.js';
import { namedConstructs } from '../helpers/split/named-constructs.js';
import { samplesOf } from '../helpers/split/samples-of.js';

/** On each server, half of them in each mode of the client. */
const fileCount = everyServer ? 20_000 : 1000;
const mixtureCount = everyServer ? 5000 : 700;

serverTest(
  'what the client sends is what the splitter finds, for every construct by name',
  async (t, image) => {
    const constructs = Object.entries(namedConstructs).filter(
      ([, source]) => faultMet(source, image.flavor, 'skip-comments') === undefined,
    );
    const sources = constructs.map(([, source]) => source);
    const sent = await askClient(image, 'skip-comments', sources);
    for (const [index, [name, source]] of constructs.entries()) {
      const found = readFile(source);
      if (typeof found === 'string') t.fail(`${name} is refused: ${found}`);
      else
        t.deepEqual(essencesOf(sent[index] ?? [], 'skip-comments'), essencesOf(found, 'skip-comments'), name);
    }
  },
);

serverTest(
  'what the client sends is what the splitter finds, for files as people write them',
  async (t, image) => {
    const files = fc.sample(anyFile(), samplesOf(fileCount));
    everyConstructOften(t, files);
    const half = Math.ceil(fileCount / 2);
    let refused = 0;
    for (const [index, mode] of commentsModes.entries()) {
      const compared = await compareWithClient(files.slice(index * half, (index + 1) * half), {
        image,
        mode,
      });
      t.deepEqual(compared.different.slice(0, 3), []);
      report(t, `--${mode}`, compared);
      refused += sumOf(compared.refused);
    }
    t.true(refused <= fileCount / 100, `${refused} of ${fileCount} are refused, which is more than 1 %`);
  },
);

serverTest('what the client sends is what the splitter finds, for any mixture of words', async (t, image) => {
  const texts = fc.sample(anyMixture, samplesOf(mixtureCount));
  const files = texts.map(text => ({ text, forClient: text }));
  const compared = await compareWithClient(files, { image, mode: 'skip-comments' });
  t.deepEqual(compared.different.slice(0, 3), []);
  report(t, 'mixtures', compared);
  t.true(compared.equal > mixtureCount / 5, `only ${compared.equal} of ${mixtureCount} could be compared`);
});

serverTest('the faults of the client that the splitter does not have are still there', async (t, image) => {
  const faults = Object.entries(clientFaults).filter(
    ([, { flavor = image.flavor }]) => flavor === image.flavor,
  );
  for (const mode of commentsModes) {
    const here = faults.filter(([, fault]) => (fault.mode ?? 'skip-comments') === mode);
    const sent = await askClient(
      image,
      mode,
      here.map(([, { source }]) => source),
    );
    for (const [index, [name, fault]] of here.entries()) {
      t.deepEqual(essencesOf(sent[index] ?? [], 'comments'), fault.sent, name);
      const found = readFile(fault.source);
      t.deepEqual(typeof found === 'string' ? found : essencesOf(found, 'comments'), fault.instead, name);
    }
  }
});

/** Each construct that the generator knows is in 1 % of the files at least. */
function everyConstructOften(t: ExecutionContext, files: readonly SampleFile[]): void {
  const counts = new Map<string, number>();
  for (const { constructs } of files)
    for (const name of constructs) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const name of expectedConstructs) {
    const count = counts.get(name) ?? 0;
    t.log(`${((100 * count) / files.length).toFixed(1).padStart(5)} %  ${name}`);
    t.true(count >= files.length / 100, `${name} is in ${count} of ${files.length} files only`);
  }
}

function report(t: ExecutionContext, title: string, { equal, refused, leftOut }: Compared): void {
  t.log(
    `${title}: ${equal} equal, ${sumOf(refused)} refused, ${sumOf(leftOut)} left out for a fault of the client`,
  );
  for (const [name, count] of refused) t.log(`  ${count} refused: ${name}`);
  for (const [name, count] of leftOut) t.log(`  ${count} left out: ${name}`);
}

const sumOf = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, count) => sum + count, 0);

const expectedConstructs: readonly string[] = [
  'DELIMITER not in upper case',
  'DELIMITER indented',
  'DELIMITER quoted',
  'DELIMITER with trailing blanks',
  'DELIMITER with a trailing comment',
  'DELIMITER changed in mid-file',
  'DELIMITER back to ;',
  'letters as delimiter',
  "delimiter in '…'",
  'delimiter in "…"',
  'delimiter in backticks',
  'delimiter behind --',
  'delimiter behind #',
  'delimiter in /* */',
  'delimiter in /*! */',
  'delimiter in /*M! */',
  'backslash in front of a quote',
  'doubled quotes',
  'text beyond ASCII',
  'byte order mark',
  'CRLF',
  'no final delimiter',
  '\\G',
  '\\g',
  'USE',
  'program behind DELIMITER',
  'program without DELIMITER',
  ...['label', 'nested BEGIN', 'CASE', 'IF', 'LOOP', 'REPEAT', 'WHILE', 'handler'].map(
    name => `without DELIMITER: ${name}`,
  ),
];
