/** A seeded stream of numbers: the same seed gives the same stream on every machine. */
export interface Random {
  /** The next number in [0, 1). */
  next(): number;
  /** The next integer in [0, below). */
  int(below: number): number;
  /** One of the items; they must not be empty. */
  pick<T>(items: readonly T[]): T;
}

/**
 * 32-bit FNV-1a of the string's UTF-16 code units, then MurmurHash3's finaliser so that
 * neighbouring keys do not fall into neighbouring buckets.
 * Source: Fowler, Noll, Vo (FNV-1a); Austin Appleby, MurmurHash3 fmix32.
 */
export function hash32(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    h ^= text.charCodeAt(i);
    h = Math.imul(h, 0x01000193);
  }
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return h >>> 0;
}

/** A number in [0, 1) that depends on the text alone: for sticky splits. */
export function unitOf(text: string): number {
  return hash32(text) / 0x1_0000_0000;
}

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, enough for draws and demo data, never for secrets. */
export function seededRandom(seed: string | number): Random {
  let state = typeof seed === 'number' ? seed >>> 0 : hash32(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  return {
    next,
    int: (below) => Math.floor(next() * below),
    // The caller promises at least one item; an empty list is a bug there, not here.
    pick: (items) => items[Math.floor(next() * items.length)]!,
  };
}
