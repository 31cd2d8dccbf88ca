/** How long a regular expression may take: at most about `ways * n ** repeats` steps for a text of n characters. */
export interface PatternCost {
  readonly ways: number;
  readonly repeats: number;
}

const QUANTIFIER = /(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/y;
/** A span of so many lengths is a choice; a longer one is a repetition. */
const FEW = 10;
const BOUNDLESS: PatternCost = { ways: Infinity, repeats: 0 };

/**
 * An upper bound, for an engine that tries one way after the other. Every choice multiplies the ways: `a?a?a?...` has as many as two to
 * their number. What repeats or chooses inside of what repeats is boundless.
 */
export function patternCost(pattern: string): PatternCost {
  // Classes and escapes are one character each to what follows; what refers back is compared sign by sign.
  const plain = pattern.replaceAll(/\\(?:[1-9]|k<)/g, '\u0001').replaceAll(/\\./gs, 'x').replaceAll(/\[[^\]]*\]/g, 'x'); // prettier-ignore
  const reading = { plain, at: 0 };
  let whole = choiceOf(reading);
  // Of a bracket too many the engine will say that it is no pattern.
  while (reading.at < plain.length) {
    reading.at += 1;
    whole = after(whole, choiceOf(reading));
  }
  const isAnchored = plain.startsWith('^') && !plain.includes('|');
  // What is looked for from every place anew.
  return isAnchored || (whole.ways === 1 && whole.repeats === 0) ? whole : { ...whole, repeats: whole.repeats + 1 };
}

/** Steps for a text of so many characters. */
export const patternSteps = ({ ways, repeats }: PatternCost, characters: number): number =>
  ways * characters ** repeats;

interface Reading {
  readonly plain: string;
  at: number;
}

const after = (one: PatternCost, next: PatternCost): PatternCost => ({
  ways: one.ways * next.ways,
  repeats: one.repeats + next.repeats,
});

function choiceOf(reading: Reading): PatternCost {
  let { ways, repeats } = sequenceOf(reading);
  while (reading.plain[reading.at] === '|') {
    reading.at += 1;
    const other = sequenceOf(reading);
    ways += other.ways;
    repeats = Math.max(repeats, other.repeats);
  }
  return { ways, repeats };
}

function sequenceOf(reading: Reading): PatternCost {
  let cost: PatternCost = { ways: 1, repeats: 0 };
  for (;;) {
    const sign = reading.plain[reading.at];
    if (sign === undefined || sign === '|' || sign === ')') return cost;
    cost = after(cost, quantified(reading, atomOf(reading, sign)));
  }
}

function atomOf(reading: Reading, sign: string): PatternCost {
  reading.at += 1;
  if (sign === '\u0001') return { ways: 1, repeats: 1 };
  if (sign !== '(') return { ways: 1, repeats: 0 };
  const kind = /\?(?:<?[=!]|:|<[^>]*>)?/y;
  kind.lastIndex = reading.at;
  reading.at += kind.exec(reading.plain)?.[0].length ?? 0;
  const inner = choiceOf(reading);
  reading.at += 1;
  return inner;
}

function quantified(reading: Reading, inner: PatternCost): PatternCost {
  QUANTIFIER.lastIndex = reading.at;
  const found = QUANTIFIER.exec(reading.plain);
  if (!found) return inner;
  const [text, least, comma, most] = found;
  reading.at += text.length;
  if (text.startsWith('?')) return { ...inner, ways: inner.ways + 1 };
  if (inner.ways > 1 || inner.repeats > 0) return BOUNDLESS;
  if (least !== undefined && comma === undefined) return inner;
  const span = least === undefined || most === '' ? Infinity : Number(most) - Number(least) + 1;
  return span > FEW ? { ways: 1, repeats: 1 } : { ways: span, repeats: 0 };
}
