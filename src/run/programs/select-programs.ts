/** The programs that a command line names. */
import { nearestName } from '../../config/nearest-name.js';
import { UsageError } from '../../errors.js';
import { type ProgramId, type ProgramKind, programKey, programKinds } from '../../programs/program.js';

/**
 * All of them for no name. A name is that of every program that has it, whatever its kind; `function:total` is one.
 * @throws UsageError for a name that none of them has
 */
export function selectPrograms<T extends ProgramId>(
  programs: readonly T[],
  names: readonly string[],
): readonly T[] {
  if (names.length === 0) return programs;
  const chosen = new Set<T>();
  for (const name of names) {
    const keys = keysOf(name);
    const found = programs.filter(program => keys.has(programKey(program)));
    if (found.length === 0) throw unknown(name, programs);
    for (const program of found) chosen.add(program);
  }
  return programs.filter(program => chosen.has(program));
}

/** Also of a name with a colon in it. */
function keysOf(name: string): ReadonlySet<string> {
  const [, kind, own = ''] = /^(\w+):(.+)$/s.exec(name) ?? [];
  const known = programKinds.find(word => word === kind);
  const keyOf = (word: ProgramKind) => programKey({ kind: word, name });
  return new Set([...programKinds.map(keyOf), ...(known ? [programKey({ kind: known, name: own })] : [])]);
}

function unknown(name: string, programs: readonly ProgramId[]): UsageError {
  const names = programs.flatMap(program => [program.name, `${program.kind}:${program.name}`]);
  const nearest = nearestName(name, names);
  return new UsageError(`there is no stored program ${name}`, {
    hint: /\.sql$/i.test(name)
      ? 'name programs, not their files'
      : nearest === undefined
        ? whatThereIs(programs)
        : `did you mean ${nearest}?`,
  });
}

/** More than that nobody reads. */
const mostNames = 20;

function whatThereIs(programs: readonly ProgramId[]): string {
  const names = [...new Set(programs.map(({ name }) => name))].sort();
  if (names.length === 0) return 'there is none at all';
  const more = names.length - mostNames;
  return `there ${names.length === 1 ? 'is' : 'are'} ${names.slice(0, mostNames).join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}
