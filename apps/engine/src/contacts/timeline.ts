import type { timelineViews } from '@sojourn/storage';
import { invalidInput } from '../http/invalid-input.js';
import type { PathStep } from './contact.dto.js';
import type { TimelineItem, TimelinePage } from './timeline.dto.js';

export const TIMELINE_PAGE = 50;
const LAST_MOMENT = 8_640_000_000_000_000;

type Rows<K extends 'events' | 'runs' | 'messages' | 'coupons' | 'collectibles'> = Awaited<
  ReturnType<(typeof timelineViews)[K]>
>;
type Run = Rows<'runs'>[number];
export type DatedStep = PathStep & { readonly run: Run };

/** All that may appear; steps, events and messages newest first and already cut at `until`. */
export interface TimelineSources {
  readonly events: Rows<'events'>;
  readonly runs: Rows<'runs'>;
  readonly steps: readonly DatedStep[];
  readonly messages: readonly (Rows<'messages'>[number] & { readonly run: Run })[];
  readonly coupons: Rows<'coupons'>;
  readonly collectibles: Rows<'collectibles'>;
}

/** A cursor says: from this moment back, less so many items of exactly this moment that were shown already. */
export function timelineCursor(cursor: string | undefined): { readonly until: number; readonly skip: number } {
  if (cursor === undefined) return { until: LAST_MOMENT, skip: 0 };
  const [, until, skip] = /^(\d{1,16})-(\d{1,6})$/.exec(cursor) ?? [];
  if (until === undefined || skip === undefined)
    throw invalidInput([{ pointer: '/cursor', message: 'cursor must be the `next` of an earlier page' }]);
  return { until: Number(until), skip: Number(skip) };
}

/** What is told last of one moment stands first: an end over its step, a step over the start, the start over its event. */
const RANK: Readonly<Record<TimelineItem['kind'], number>> = {
  'run-ended': 0,
  message: 1,
  coupon: 2,
  collectible: 3,
  step: 4,
  'run-started': 5,
  event: 6,
};

export function mergeTimeline(sources: TimelineSources, until: number, skip: number): TimelinePage {
  const items = itemsOf(sources).filter(({ at }) => at <= until);
  // The sort is stable: items of one sort keep the order they came in.
  items.sort((a, b) => b.at - a.at || RANK[a.kind] - RANK[b.kind]);
  const shown = items.slice(skip, skip + TIMELINE_PAGE);
  const last = shown.at(-1);
  if (last === undefined || items.length <= skip + TIMELINE_PAGE) return { items: shown, next: null };
  const again = items.slice(0, skip + TIMELINE_PAGE).filter(({ at }) => at === last.at).length;
  return { items: shown, next: `${last.at}-${again}` };
}

function itemsOf({ events, runs, steps, messages, coupons, collectibles }: TimelineSources): TimelineItem[] {
  return [
    ...events.map(({ id, type, at, properties, source }): TimelineItem => ({
      kind: 'event',
      at,
      id,
      type,
      properties,
      source,
    })),
    ...runs.flatMap((run): TimelineItem[] => [
      { kind: 'run-started', at: run.startedAt, ...ofRun(run), version: run.version },
      ...(run.endedAt === null
        ? []
        : [
            {
              kind: 'run-ended',
              at: run.endedAt,
              ...ofRun(run),
              endReason: run.endReason ?? '',
              endDetail: run.endDetail,
            } as const,
          ]),
    ]),
    ...steps.map(({ run, ...step }): TimelineItem => ({ kind: 'step', ...ofRun(run), ...step })),
    ...messages.map(({ run, at, state, reason, effect }): TimelineItem => ({
      kind: 'message',
      at,
      ...ofRun(run),
      state,
      reason,
      ...wordsOf(effect),
    })),
    ...coupons.flatMap(({ code, poolId, pool, issuedAt, redeemedAt }): TimelineItem[] => [
      ...(issuedAt === null ? [] : [{ kind: 'coupon', action: 'issued', at: issuedAt, code, poolId, pool } as const]),
      ...(redeemedAt === null
        ? []
        : [{ kind: 'coupon', action: 'redeemed', at: redeemedAt, code, poolId, pool } as const]),
    ]),
    ...collectibles.flatMap(({ collectionId, collection, serial, state, at }): TimelineItem[] =>
      at === null ? [] : [{ kind: 'collectible', at, collectionId, collection, serial, state }],
    ),
  ];
}

function ofRun({ id, journeyId, journeyName }: Run): {
  readonly runId: number;
  readonly journey: { readonly id: number; readonly name: string };
} {
  return { runId: id, journey: { id: journeyId, name: journeyName } };
}

/** The outbox keeps the effect as the message node gave it. */
function wordsOf(effect: unknown): { readonly channel: string; readonly subject: string | null } {
  const { channel, content } = effect as { channel?: string; content?: { subject?: string } };
  return { channel: channel ?? '', subject: content?.subject ?? null };
}
