/** The calls of the Segment HTTP tracking API. */
export const CALL_KINDS = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const;
export type CallKind = (typeof CALL_KINDS)[number];
