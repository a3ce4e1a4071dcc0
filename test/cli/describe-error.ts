import test from 'ava';
import { describeError, errorEvent } from '../../src/cli/describe-error.js';
import { ConfigError, FailedError, PreflightError, UsageError } from '../../src/errors.js';
import { isGolden } from '../helpers/golden.js';

const errors: Readonly<Record<string, unknown>> = {
  'an error alone': new FailedError("migrations/7.sql:3: server b (h:1): 1062 Duplicate entry 'x'"),
  'with what to do': new UsageError('there is no sandbox here', {
    hint: 'make one with `dbshift sandbox up`',
  }),
  'with findings': new ConfigError('dbshift.config.yaml has 2 problems', {
    findings: [
      { id: 'missing', where: 'servers.a.host', message: 'is missing' },
      { id: 'unknown-key', where: 'databse', message: 'is not a key', hint: 'did you mean `database`?' },
    ],
  }),
  'with a finding that is all of it': new ConfigError('p.sql:1:1: SOURCE is a command.', {
    hint: 'Remove it.',
    findings: [
      { id: 'client-command', where: 'p.sql:1:1', message: 'SOURCE is a command.', hint: 'Remove it.' },
    ],
  }),
  'with findings and what to do': new PreflightError('the pair is not ready', {
    hint: 'fix these and run the same command again',
    findings: [{ id: 'gtid', where: 'server a (h:1)', message: 'does not use GTID', hint: 'change it' }],
  }),
  'with a finding of several lines': new FailedError('b is not equal to a', {
    findings: [{ id: 'structure', where: 'table t', message: 'differs\n- `x` int\n+ `x` bigint', hint: 'h' }],
  }),
  'places that are long': new PreflightError('the pair is not ready', {
    findings: [
      { id: 'roles', where: 'server a (h:1) and server b (h:2)', message: 'both accept writes', hint: 'h' },
      { id: 'gtid', where: 'server a (h:1) and server b (h:2)', message: 'do not use GTID' },
      { id: 'binlog', where: 'server b (h:2)', message: 'has no binlog' },
    ],
  }),
  'what is the same in several places': new ConfigError('there are 6 problems', {
    findings: [
      { id: 'one', where: 'p.sql:1', message: 'is wrong', hint: 'mend it' },
      { id: 'one', where: 'p.sql:2', message: 'is wrong', hint: 'mend it' },
      { id: 'one', where: 'p.sql:3', message: 'is odd', hint: 'mend it' },
      ...[3, 4, 9, 9].map(line => ({ id: 'two', where: `p.sql:${line}`, message: 'is worse' })),
    ],
  }),
  'text that would steer a terminal': new FailedError("server a: 1062 Duplicate entry '\u001B[2J'"),
  'a bug': new TypeError("Cannot read properties of undefined (reading 'x')"),
  'no error at all': 'just text',
};

test('an error says what is wrong, where, and what to do', async t => {
  const texts = Object.entries(errors).map(
    ([title, error]) => `# ${title}\n\n${describeError(error, { stack: false })}\n`,
  );
  await isGolden(t, 'cli/errors.txt', texts.join('\n'));
});

test('a stack is shown only when it is asked for, with those of the causes', t => {
  const error = new FailedError('outer', { cause: new Error('inner') });
  t.notRegex(describeError(error, { stack: false }), /^\s+at /mu);
  const text = describeError(error, { stack: true });
  t.regex(text, /^FailedError: outer\n\s+at /mu);
  t.regex(text, /^caused by Error: inner\n\s+at /mu);
});

test('a stack does not show what else an error carries', t => {
  const cause = Object.assign(new Error('refused'), { sql: "SET PASSWORD = 'hunter2'", password: 'hunter2' });
  t.false(describeError(new FailedError('x', { cause }), { stack: true }).includes('hunter2'));
});

test('for programs an error is one object with its code and its findings', t => {
  t.deepEqual(errorEvent(errors['with findings']), {
    type: 'error',
    code: 'config',
    message: 'dbshift.config.yaml has 2 problems',
    findings: [
      { id: 'missing', where: 'servers.a.host', message: 'is missing' },
      { id: 'unknown-key', where: 'databse', message: 'is not a key', hint: 'did you mean `database`?' },
    ],
  });
  t.deepEqual(errorEvent(new TypeError('x')), { type: 'error', code: 'bug', message: 'TypeError: x' });
});
