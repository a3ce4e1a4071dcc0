// Reads TAP from standard input: prints failures in full, one line for each passed test, and last the plain line
// `N passed, N failed`. Counts lines itself, because a runner that dies in the middle cannot be believed.
// Exit 1 on any failure, on no tests, and when the plan is missing or asked for more.
import { createInterface } from 'node:readline';

const testLine = /^(?<not>not )?ok (?<number>\d+) - (?<title>.*?)(?<directive> # (?:SKIP|TODO).*)?$/i;
const count = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
let planned = null;
let details = null;

for await (const line of createInterface({ input: process.stdin })) {
  const test = testLine.exec(line)?.groups;
  if (test !== undefined) begin(test);
  else if (/^1\.\.\d+$/.test(line)) planned = Number(line.slice(3));
  else if (/^(\s|# {3})/.test(line) && details !== null) details.push(line);
  else if (!/^(TAP version|# (tests|pass|skip|todo|fail) \d+$|\s*$)/.test(line)) console.log(line);
}
close();

/** A test has ended; its log (`#   …`) and what is indented below the line belong to it. */
function begin({ not, title, directive }) {
  const outcome = directive ? 'skipped' : not ? 'failed' : 'passed';
  count[outcome] += 1;
  console.log(`${{ passed: '  ✔', failed: '  ✘', skipped: '  -' }[outcome]} ${title}`);
  details = outcome === 'failed' ? [] : null;
  if (details !== null) failures.push({ title, details });
}

function close() {
  for (const { title, details } of failures) console.log(`\n✘ ${title}\n${details.join('\n')}`);
  const ended = count.passed + count.failed + count.skipped;
  if (planned === null || ended < planned)
    missing(`planned were ${planned ?? 'no'} tests, and ${ended} ended`);
  else if (count.passed + count.failed === 0) missing('no test was run');
  const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
  console.log(`\n${count.passed} passed, ${count.failed} failed${skipped}`);
  process.exitCode = count.failed > 0 ? 1 : 0;
}

function missing(reason) {
  count.failed += 1;
  console.log(`\n✘ the test run itself: ${reason}`);
}
