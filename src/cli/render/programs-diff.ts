/** What a deploy of programs would change, for people and for programs. Pure. */

import type { ProgramDiff, SettingDiff } from '../../programs/diff-programs.js';
import { programTitle } from '../../programs/program.js';
import type { ProgramsDiff } from '../../run/programs/diff.js';
import type { Colors } from '../output.js';
import { diffLines } from './diff-lines.js';

/** Of `procs diff --json`; rises when a field changes its meaning or goes. */
const version = 1;

export function programsDiffJson(found: ProgramsDiff): string {
  return JSON.stringify({ version, ...found });
}

export function describeProgramsDiff(found: ProgramsDiff, colors: Colors): readonly string[] {
  return [...found.differences.flatMap(one => [...describeOne(one, colors), '']), summary(found, colors)];
}

function describeOne(difference: ProgramDiff, colors: Colors): readonly string[] {
  const { change, sides, where, patch, settings } = difference;
  const from = where === null ? '' : `, ${where}`;
  return [
    ...diffLines(
      { object: programTitle(difference), change: `${change} on ${sides.join(' and ')}${from}`, patch },
      colors,
    ),
    ...settings.map(setting => `  ${describeSetting(setting, colors)}`),
  ];
}

function describeSetting({ name, before, after }: SettingDiff, { red, green }: Colors): string {
  return `${name}: ${red(before || "''")} → ${green(after || "''")}`;
}

function summary(found: ProgramsDiff, { green, yellow }: Colors): string {
  const { differences, wanted, hidden, passedOver } = found;
  const files = `${counted(wanted)} in files`;
  const others =
    passedOver === 0 ? '' : `; ${passedOver} on the servers in no file: see --prune, or procs pull`;
  if (wanted === 0 && differences.length === 0) return `${files}${others}`;
  const unknown = hidden.length === 0 ? [] : [`${hidden.length} cannot be seen`];
  if (differences.length + hidden.length === 0) return green(`${files}: both servers have them`) + others;
  const counts = (['create', 'replace', 'drop'] as const).flatMap(word => {
    const titles = new Set(differences.filter(({ change }) => change === word).map(programTitle));
    return titles.size === 0 ? [] : [`${titles.size} to ${word}`];
  });
  return yellow(`${files}: ${[...counts, ...unknown].join(', ')}`) + others;
}

function counted(wanted: number): string {
  if (wanted === 0) return 'no program';
  return wanted === 1 ? '1 program' : `${wanted} programs`;
}
