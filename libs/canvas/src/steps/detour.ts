import type { Point } from '@sojourn/journey';
import type { Box } from './place.js';

/** A level to run along, from one place to the other, so that cards in between are passed and not run under. */
export interface Detour {
  readonly from: number;
  readonly to: number;
  readonly y: number;
}

/** Free room beside a card; above it stand its numbers. */
const BESIDE = 24;
const ABOVE = 36;
const BELOW = 16;
const RISING = 60;

/** The way around the cards between two ends of an edge that runs forward; undefined when nothing is in the way. */
export function detourOf(cards: readonly Box[], start: Point, end: Point): Detour | undefined {
  const between = cards.filter((box) => box.x > start.x && box.x + box.width < end.x);
  if (between.length === 0) return undefined;
  const lineAt = (x: number) => start.y + ((end.y - start.y) * (x - start.x)) / (end.x - start.x);
  const blocking = between.filter((box) => {
    const ys = [lineAt(box.x), lineAt(box.x + box.width)];
    return Math.max(...ys) > box.y - BELOW && Math.min(...ys) < box.y + box.height + BELOW;
  });
  if (blocking.length === 0) return undefined;
  const from = Math.min(...blocking.map((box) => box.x)) - BESIDE;
  const to = Math.max(...blocking.map((box) => box.x + box.width)) + BESIDE;
  const passed = between.filter((box) => box.x < to && box.x + box.width > from);
  // Downwards is cheaper: the outcome that goes straight on is mostly the first, and lines that rise would cross its own.
  const cost = (y: number) => Math.abs(y - (start.y + end.y) / 2) + (y < start.y ? RISING : 0);
  const levels = passed
    .flatMap((box) => [box.y - ABOVE, box.y + box.height + BELOW])
    .filter((y) => passed.every((box) => y <= box.y - ABOVE || y >= box.y + box.height + BELOW))
    .sort((a, b) => cost(a) - cost(b));
  const [y] = levels;
  return y === undefined ? undefined : { from, to, y };
}

export function sameDetour(a: Detour | undefined, b: Detour | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.from === b.from && a.to === b.to && a.y === b.y);
}

/** Path of an edge with a detour: down to the level, along it, on to its end. */
export function detourPath(start: Point, { from, to, y }: Detour, end: Point): string {
  const first = (from - start.x) / 2;
  const last = (end.x - to) / 2;
  return (
    `M${start.x},${start.y} C${start.x + first},${start.y} ${from - first},${y} ${from},${y} ` +
    `L${to},${y} C${to + last},${y} ${end.x - last},${end.y} ${end.x},${end.y}`
  );
}
