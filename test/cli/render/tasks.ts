import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import test from 'ava';

const player = fileURLToPath(new URL('../../helpers/play-tasks.js', import.meta.url));

/** `script` of util-linux gives a program a terminal; that of other systems has other options. */
const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux');
const onTerminal = hasScript === true ? test : test.skip;

/** What stays on a terminal of 100 columns, without colours; `env` is put in front of the command. */
function play(run: string, { columns = 100, env = '' } = {}): readonly string[] {
  const command = `stty cols ${columns}; env -u CI -u NO_COLOR TERM=xterm ${env} '${process.execPath}' '${player}' ${run}`;
  const { stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return lastFrames(stdout);
}

/** Applies what clears a line or moves up one, so that only what a person sees at the end is left. */
function lastFrames(text: string): readonly string[] {
  const lines: string[] = [''];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's control codes are what is read here
  for (const [token] of text.matchAll(/\u001B\[[?\d;]*[A-Za-z]|\r?\n|\r|[^\u001B\r\n]+/gu)) {
    if (token.endsWith('\n')) lines.push('');
    else if (token === '\u001B[2K') lines[lines.length - 1] = '';
    else if (token === '\u001B[1A') lines.pop();
    else if (!token.startsWith('\u001B') && token !== '\r') lines[lines.length - 1] += token;
  }
  return lines.filter(line => line !== '');
}

onTerminal('on a terminal each step stays as one line with its time', t => {
  t.deepEqual(play('given-up-run'), [
    '✔ look at the pair and prepare',
    'run 20260301-120000-7f3a goes on: plan 3f9ac41be0d2 with 2 batches',
    '  flip: 20260301_bigint_ids.sql, 20260302_index_orders.js (ALTER TABLE orders copies the table)',
    '  direct: 20260303_create_coupons.js (creates tables only)',
    '✔ close a for writes, 40 ms',
    '✖ open b for writes: server b (127.0.0.1:3307): connection lost: [31mread ECONNRESET',
    '✔ open a for writes again, 6 ms',
    'the flip was given up, a is writable again after 5012 ms: b could not be reached',
    'a server cannot be reached, and without it nothing can be done safely',
    '→ bring it back, or check the network, and run the same command again',
    'live: true, can ask: true',
  ]);
});

onTerminal('on a terminal warnings are told when everything is prepared', t => {
  t.deepEqual(play('stopped-run').slice(0, 4), [
    '✔ look at the pair and prepare',
    'warnings, no reason to stop:',
    '  server b (10.0.0.12:3306)  is 1.4 s behind',
    '                             → wait a moment',
  ]);
});

onTerminal('on a terminal the step that failed is marked, and its error passes through', t => {
  t.deepEqual(play('failing-run').slice(-3), [
    '✖ close a for writes',
    'caught: lost',
    'live: true, can ask: true',
  ]);
});

onTerminal('a terminal without a size, a dumb one and one of CI are not drawn on', t => {
  for (const options of [{ columns: 0 }, { env: 'TERM=dumb' }, { env: 'CI=true' }])
    t.regex(play('failing-run', options).at(-1) ?? '', /live: false/u);
});
