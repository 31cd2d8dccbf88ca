const MOMENT =
  /^([1-9]\d{3})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?:[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(?:(Z)|([+-])([01]\d|2[0-3]):([0-5]\d))?)?$/;

/**
 * Epoch milliseconds of an ISO 8601 date or date-time of the years 1000 to 9999: `2026-05-01`, `2026-05-01T09:00`,
 * `2026-05-01 09:00:00.5+08:00`. Without a zone it is read as UTC; digits below a millisecond are dropped.
 * Null for anything else. `sql/moment.ts` says the same in SQL.
 */
export function readMoment(text: string): number | null {
  const parts = MOMENT.exec(text);
  if (!parts) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const midnight = Date.UTC(year, month - 1, day);
  if (new Date(midnight).getUTCDate() !== day) return null; // 30 February ran over into March.
  const number = (index: number): number => Number(parts[index] ?? 0);
  const milliseconds = Number((parts[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const offset = (number(10) * 60 + number(11)) * (parts[9] === '-' ? -60_000 : 60_000);
  return midnight + ((number(4) * 60 + number(5)) * 60 + number(6)) * 1000 + milliseconds - offset;
}
