/** What a deploy would change, for people: a unified diff of each program, and what else its server keeps of it. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { type Side, sides } from '../pair/side.js';
import { diffTexts } from '../plan/diff-texts.js';
import { type Compiled, type Definition, type ProgramId, programKey } from './program.js';
import { changeWord, type ProgramChange } from './program-change.js';

export type ProgramDiff = ProgramId & {
  readonly change: ReturnType<typeof changeWord>;
  /** The servers on which it is exactly this. */
  readonly sides: readonly Side[];
  /** `file:line:column`; null for one that no file has. */
  readonly where: string | null;
  /** Hunks of a unified diff without file headers, each line ended; empty where only settings differ. */
  readonly patch: string;
  readonly settings: readonly SettingDiff[];
};

/** Of a program that is there, and is to be another one. */
export type SettingDiff = {
  readonly name: 'definer' | 'sql_mode' | 'character_set_client' | 'collation_connection' | 'time_zone';
  readonly before: string;
  readonly after: string;
};

/** In the order of the changes; a program that differs on both servers in different ways comes twice. */
export function diffPrograms(
  changes: Readonly<Record<Side, readonly ProgramChange[]>>,
  compiled: readonly Compiled[],
): readonly ProgramDiff[] {
  const places = new Map(
    compiled.map(({ wanted }) => [programKey(wanted), `${wanted.file}:${wanted.line}:${wanted.column}`]),
  );
  const differences = sides.flatMap(side => changes[side].map(change => ({ change, side })));
  const byKey = new Map<string, Difference[]>();
  for (const difference of differences) {
    const key = programKey(difference.change);
    byKey.set(key, [...(byKey.get(key) ?? []), difference]);
  }
  return [...byKey].flatMap(([key, ofOne]) =>
    grouped(ofOne).map(group => describe(group, places.get(key) ?? null)),
  );
}

type Difference = { readonly change: ProgramChange; readonly side: Side };
type Group = { readonly change: ProgramChange; readonly sides: readonly Side[] };

/** Of one program, on two servers at most. */
function grouped([first, second]: readonly Difference[]): readonly Group[] {
  if (first === undefined) return [];
  if (second === undefined) return [{ change: first.change, sides: [first.side] }];
  if (isDeepStrictEqual(first.change, second.change)) return [{ change: first.change, sides }];
  return [first, second].map(({ change, side }) => ({ change, sides: [side] }));
}

function describe({ change, sides: on }: Group, where: string | null): ProgramDiff {
  const { kind, name, before, after } = change;
  return {
    ...{ kind, name, change: changeWord(change), sides: on, where },
    patch: before?.create === after?.create ? '' : diffTexts(before?.create ?? '', after?.create ?? ''),
    settings: before === null || after === null ? [] : settingDiffs(before, after),
  };
}

function settingDiffs(before: Definition, after: Definition): readonly SettingDiff[] {
  const [one, other] = [settingsOf(before), settingsOf(after)];
  return names
    .map(name => ({ name, before: one[name] ?? '', after: other[name] ?? '' }))
    .filter(difference => difference.before !== difference.after);
}

const names = ['definer', 'sql_mode', 'character_set_client', 'collation_connection', 'time_zone'] as const;

function settingsOf({ definer, settings }: Definition): Partial<Record<SettingDiff['name'], string>> {
  const { sqlMode, characterSet, collation, timeZone } = settings;
  return {
    definer,
    sql_mode: sqlMode,
    character_set_client: characterSet,
    collation_connection: collation,
    ...(timeZone === undefined ? {} : { time_zone: timeZone }),
  };
}
