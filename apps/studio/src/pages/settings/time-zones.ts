/** Zones most workspaces of this product live in, first in the list. */
const FIRST = [
  'Asia/Shanghai',
  'Asia/Hong_Kong',
  'Asia/Taipei',
  'Asia/Singapore',
  'Asia/Tokyo',
  'Europe/London',
  'Europe/Berlin',
  'America/New_York',
  'America/Los_Angeles',
  'UTC',
];

export function timeZones(): readonly string[] {
  return [...new Set([...FIRST, ...Intl.supportedValuesOf('timeZone')])];
}
