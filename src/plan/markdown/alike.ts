/** Items that say the same of different things, put together: hundreds of tables may be refused in one sentence. Pure. */

/** What an item says, and the words in it that are its own, with their stand-ins: `[['orders', '‹table›']]`. */
export type Said = {
  readonly texts: readonly string[];
  readonly own: readonly (readonly [word: string, standIn: string])[];
};

export type Alike<T> = {
  /** What all of them say; said of several things, their own words have stand-ins. */
  readonly texts: readonly string[];
  readonly items: readonly T[];
};

/**
 * In the order of the first of each. Equal texts come together first, so that a table which is called like a word of the
 * sentence (`events`) stays with the others.
 */
export function alike<T>(items: readonly T[], saidOf: (item: T) => Said): readonly Alike<T>[] {
  const equal = grouped(items, item => saidOf(item).texts).map(group => {
    const [only] = group.items;
    return {
      ...group,
      general: only === undefined || group.items.length > 1 ? group.texts : general(saidOf(only)),
    };
  });
  return grouped(equal, group => group.general).map(({ texts, items: groups }) => ({
    texts: groups.length === 1 ? (groups[0]?.texts ?? texts) : texts,
    items: groups.flatMap(group => group.items),
  }));
}

function grouped<T>(items: readonly T[], textsOf: (item: T) => readonly string[]): readonly Alike<T>[] {
  const groups = new Map<string, { readonly texts: readonly string[]; readonly items: T[] }>();
  for (const item of items) {
    const texts = textsOf(item);
    const key = JSON.stringify(texts);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { texts, items: [item] });
    else group.items.push(item);
  }
  return [...groups.values()];
}

function general({ texts, own }: Said): readonly string[] {
  const words = own.filter(([word]) => word !== '');
  return texts.map(text =>
    words.reduce(
      (said, [word, standIn]) => (said.includes(word) ? said.replace(asWord(word), () => standIn) : said),
      text,
    ),
  );
}

/** Also at the beginning of a longer name (`orders_name`), which is how indexes are called. */
function asWord(word: string): RegExp {
  const escaped = word.replaceAll(/[.+*?^${}()|[\]\\/]/gu, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_])${escaped}(?![\\p{L}\\p{N}])`, 'gu');
}
