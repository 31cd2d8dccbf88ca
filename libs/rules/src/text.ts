/**
 * Text by code point, as `ORDER BY` in a binary collation has it. JavaScript's `<` compares UTF-16 units, which puts
 * the supplementary planes (units D800..DFFF) before U+E000..U+FFFF.
 */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Surrogates move above the rest of the basic plane; all else keeps its place. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x1_0000 : unit;
}

/** Whether every surrogate has its partner: half a pair is no character and cannot be stored as UTF-8. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
