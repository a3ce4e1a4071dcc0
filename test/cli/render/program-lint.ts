import test from 'ava';
import pc from 'picocolors';
import { describeProgramLint } from '../../../src/cli/render/program-lint.js';
import type { ProgramFinding } from '../../../src/programs/lint/program-finding.js';

const found = (subject: string, line: number, more: Partial<ProgramFinding> = {}): ProgramFinding => ({
  ...{ id: 'definer-unstated', severity: 'error', file: 'procedures/p.sql', line, column: 18, subject },
  ...{ message: 'names no definer', why: 'it matters', hint: 'name one', accepted: null },
  ...more,
});

test('what is alike has each of its places, and is explained once', t => {
  const findings = [
    found('p1', 1),
    found('p1', 1, { id: 'security-unstated', severity: 'warning', message: 'says no SQL SECURITY' }),
    found('p2', 5),
    found('p3', 9, { accepted: 'so it is' }),
  ];
  t.deepEqual(describeProgramLint({ programs: 3, findings }, pc.createColors(false)), [
    'procedures/p.sql:1:18: error definer-unstated: p1: names no definer',
    'procedures/p.sql:5:18: error definer-unstated: p2: names no definer',
    '  it matters',
    '  → name one',
    '  → or accept each: lint: { accept: [{ id: definer-unstated, in: "procedures/p.sql", subject: p1, reason: "…" }] }',
    'procedures/p.sql:1:18: warning security-unstated: p1: says no SQL SECURITY',
    '  it matters',
    '  → name one',
    'procedures/p.sql:9:18: accepted definer-unstated: p3: names no definer',
    '  accepted: so it is',
    '3 programs: 2 errors, 1 warning',
  ]);
});
