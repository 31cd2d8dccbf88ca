/** Signs that are taken for others at a glance, after lower case. */
const GLYPHS: readonly (readonly [RegExp, string])[] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/cl/g, 'd'],
  [/[0о]/g, 'o'],
  [/[1il|ı]/g, 'l'],
  [/5/g, 's'],
  [/3/g, 'e'],
  [/4/g, 'a'],
  [/8/g, 'b'],
  [/2/g, 'z'],
];

/** What a name looks like: without accents, separators and scope, and with one sign for all that look alike. */
export function skeleton(name: string): string {
  let text = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  for (const [glyph, plain] of GLYPHS) text = text.replaceAll(glyph, plain);
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Insertions, deletions, replacements and swaps of neighbours from one text to another. */
export function editDistance(a: string, b: string): number {
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2]! + 1 : Infinity; // two rows up is there
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + Number(a[i - 1] !== b[j - 1]), swap); // all of them are there
    }
    [before, last] = [last, row];
  }
  return last[b.length]!; // the last of a row
}

/**
 * Names that a person could take for another: `acrne.weather` for `acme.weather`, `acme.wheather`, `acme-weather.app`. Names of
 * the same publisher are that publisher's own business, and are compared by nobody.
 */
export function lookAlikes(id: string, known: Iterable<string>): readonly string[] {
  const [publisher, name = ''] = id.split('.', 2) as [string, string?];
  return [...new Set(known)].filter((other) => {
    const [theirs, theirName = ''] = other.split('.', 2) as [string, string?];
    if (other === id || theirs === publisher) return false;
    if (skeleton(other) === skeleton(id)) return true;
    // The publisher is what trust hangs on; a name such as `weather` alone may be many people's.
    if (isNear(publisher, theirs)) return name === theirName || isNear(name, theirName);
    return name === theirName && skeleton(publisher).includes(skeleton(theirs)) && theirs.length >= 4;
  });
}

/** As many slips as the length hides: none in short words, one from 4 letters, two from 9. */
function isNear(a: string, b: string): boolean {
  const [one, other] = [skeleton(a), skeleton(b)];
  const length = Math.min(one.length, other.length);
  const slips = length >= 9 ? 2 : length >= 4 ? 1 : 0;
  return Math.abs(one.length - other.length) <= slips && editDistance(one, other) <= slips;
}
