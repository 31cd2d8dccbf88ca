import { DAY, HOUR, type Random } from '@sojourn/kernel';

/** China has one zone and no daylight saving: its hours can be had by adding. */
export const ZONE = 'Asia/Shanghai';
const OFFSET = 8 * HOUR;

/** The shop sleeps from one to six and is busy at noon and in the evening: weights by the hour. */
const WEIGHTS = [3, 1, 1, 1, 1, 1, 2, 4, 6, 7, 7, 8, 10, 8, 6, 6, 6, 7, 9, 11, 13, 14, 11, 6];
const BUSIEST = Math.max(...WEIGHTS);
const TOTAL = WEIGHTS.reduce((sum, weight) => sum + weight, 0);

/** How lively the shop is at this moment, 0 to 1. */
export function liveliness(at: number): number {
  return (WEIGHTS[Math.floor((at + OFFSET) / HOUR) % 24] ?? 1) / BUSIEST;
}

/** The end of the shop's day that a moment falls in. */
export function endOfDay(at: number): number {
  return Math.floor((at + OFFSET) / DAY + 1) * DAY - OFFSET;
}

/** A moment of the day that begins at `midnight`, as likely as the shop is lively. */
export function momentOfDay(midnight: number, random: Random): number {
  let left = random.next() * TOTAL;
  const hour = WEIGHTS.findIndex((weight) => (left -= weight) < 0);
  return midnight + Math.max(hour, 0) * HOUR + random.int(HOUR);
}

/** The moment itself or a later hour when the shop is awake. */
export function atWakingHour(at: number, random: Random): number {
  let moment = at;
  for (let tries = 0; tries < 12 && random.next() > liveliness(moment); tries++) moment += HOUR;
  return moment;
}
