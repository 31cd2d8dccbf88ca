/**
 * Nothing that the contact did up to this row's due time is still unheard. What time does comes after what the contact
 * did, at equal instants too: a timer or a message waits for the contact's signals, and for nobody else's. Only the first
 * signal counts, as signals go in order of arrival; so one of both can always go on.
 */
export const nothingUnheard = (table: 'run' | 'outbox'): string =>
  `COALESCE((SELECT s.at FROM \`signal\` s WHERE s.contact_id = ${table}.contact_id ORDER BY s.id LIMIT 1), ${table}.due_at + 1) > ${table}.due_at`;

/** Runs that time wakes, not an event, a receipt or their own arrival. The column is written by JSON.stringify, `kind` in front. */
export const wokenByTime = (table: string): string =>
  `(${table}.pending LIKE '{"kind":"timer"%' OR ${table}.pending LIKE '{"kind":"retry"%')`;
