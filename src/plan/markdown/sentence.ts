/** One sentence about all places that it holds for. Pure. */
import { code, count, inline } from './markup.js';
import { type Placed, placesByFile } from './place.js';

export type Sentence = {
  /** Markdown. */
  readonly title: string;
  readonly message: string;
  readonly placed: readonly Placed[];
};

/** `all` places with what each is about, their `names` alone, or `some` of them. */
export type Extent = 'all' | 'names' | 'some';

/** So many files are named where not all of them are. */
const most = 4;

/** An item of a list, in one line. */
export function sentenceOf({ title, message, placed }: Sentence, extent: Extent): string {
  const [first] = placed;
  const said = inline(message, 600);
  if (placed.length === 1 && first !== undefined) {
    const about = first.subject === '' ? '' : `${code(first.subject)}: `;
    return `- ${title} ${placesOf(placed.map(nameOnly), 'all')}: ${about}${said}`;
  }
  const named = extent === 'all' ? placed : placed.map(nameOnly);
  return `- ${title}, ${count(placed.length, 'time')}: ${said}<br>${placesOf(named, extent)}`;
}

function placesOf(placed: readonly Placed[], extent: Extent): string {
  const files = placesByFile(placed);
  const shown = extent === 'some' && files.length > most ? files.slice(0, most) : files;
  const left = files.slice(shown.length).reduce((sum, { places }) => sum + places, 0);
  return [...shown.map(({ text }) => text), ...(left === 0 ? [] : [`… and ${left} more`])].join('; ');
}

/** The same place, and not what it is about. */
export function nameOnly(placed: Placed): Placed {
  return { place: placed.place, subject: '' };
}
