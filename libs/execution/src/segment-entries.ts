import { evaluate, type Facts } from '@sojourn/rules';
import type { SegmentListener } from './listeners.js';
import type { RoutingReads, SegmentState } from './ports.js';

/** One contact beside one segment entry, with the facts of the moment. */
export interface SegmentLook {
  readonly listener: SegmentListener;
  readonly contactId: number;
  readonly at: number;
  readonly eventId: number | null;
  readonly facts: Facts;
}

export interface SegmentMoves {
  /** Became true: these ask to come in. */
  readonly entered: readonly SegmentLook[];
  /** Became false: they may become true again later. */
  readonly left: readonly SegmentLook[];
}

/** Who crossed the line since the last look. */
export async function segmentMoves(
  looks: readonly SegmentLook[],
  read: Pick<RoutingReads, 'inside'>,
): Promise<SegmentMoves> {
  if (looks.length === 0) return { entered: [], left: [] };
  const inside = new Set((await read.inside(looks.map(stateOf))).map(nameOf));
  const entered: SegmentLook[] = [];
  const left: SegmentLook[] = [];
  for (const look of looks) {
    const was = inside.has(nameOf(stateOf(look)));
    const is = evaluate(look.listener.entry.condition, look.facts);
    if (is && !was) entered.push(look);
    if (!is && was) left.push(look);
  }
  return { entered, left };
}

export function stateOf({ listener, contactId }: SegmentLook): SegmentState {
  return { journeyId: listener.journey.journeyId, entryId: listener.entry.id, contactId };
}

function nameOf({ journeyId, entryId, contactId }: SegmentState): string {
  return `${journeyId}:${entryId}:${contactId}`;
}
