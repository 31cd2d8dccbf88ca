import type { IngestItem } from '@sojourn/storage';
import type { DemoEvent } from './behaviour.js';

/** A demo event as a call to the tracking API would have brought it. */
export function itemOf(
  workspaceId: number,
  { messageId, userId, type, at, properties, traits }: DemoEvent,
): IngestItem {
  const common = { workspaceId, messageId, userId, type, occurredAt: at, receivedAt: at, properties, source: 'demo' };
  return traits ? { ...common, kind: 'identify', traits } : { ...common, kind: 'track' };
}
