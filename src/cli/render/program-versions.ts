/** Versions of programs as a table: one line each, newest first. */
import { oneLine } from '../../one-line.js';
import { programTitle } from '../../programs/program.js';
import type { ProgramVersion } from '../../programs/program-versions.js';
import { align } from './align.js';

const heading = ['at', 'program', 'version', 'how', 'by', 'digest'];

export function describeVersions(versions: readonly ProgramVersion[]): readonly string[] {
  if (versions.length === 0) return ['no program was ever deployed on this pair'];
  return align([heading, ...versions.map(rowOf)]);
}

function rowOf(version: ProgramVersion): readonly string[] {
  const { at, how, by, digest } = version;
  return [
    `${at.slice(0, 19).replace(' ', 'T')}Z`,
    oneLine(programTitle(version), 60),
    String(version.version),
    how === 'found' ? 'found there' : how,
    oneLine(by ?? '', 30),
    digest ?? 'not there',
  ];
}
