import { ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { AnyObject, Choice, Int, Moment, Nested, Text } from '../http/fields.js';
import { JourneyName } from '../journeys/journey.dto.js';
import { WhyView } from './contact.dto.js';

export class TimelineQuery {
  @Text({ optional: true, max: 64 }) cursor?: string;
}

abstract class Item {
  @Moment() at!: number;
}

export class EventItem extends Item {
  @Choice(['event']) kind!: 'event';
  @Int() id!: number;
  @Text() type!: string;
  @AnyObject() properties!: Record<string, unknown>;
  @Text({ description: 'Where it came from: `track`, `identify`, `journey`...' }) source!: string;
}

abstract class RunItem extends Item {
  @Int() runId!: number;
  @Nested(() => JourneyName) journey!: JourneyName;
}

export class RunStartedItem extends RunItem {
  @Choice(['run-started']) kind!: 'run-started';
  @Int() version!: number;
}

export class StepItem extends RunItem {
  @Choice(['step']) kind!: 'step';
  @Text() nodeId!: string;
  @Text() nodeType!: string;
  @Text({ nullable: true }) nodeTitle!: string | null;
  @Int() visit!: number;
  @Text({ nullable: true }) outcome!: string | null;
  @Nested(() => WhyView, { nullable: true }) why!: WhyView | null;
}

export class RunEndedItem extends RunItem {
  @Choice(['run-ended']) kind!: 'run-ended';
  @Text() endReason!: string;
  @Text({ nullable: true }) endDetail!: string | null;
}

export class MessageItem extends RunItem {
  @Choice(['message']) kind!: 'message';
  @Text() channel!: string;
  @Text({ nullable: true }) subject!: string | null;
  @Choice(['ready', 'paused', 'sending', 'delivered', 'failed', 'suppressed', 'unknown', 'dead']) state!: string;
  @Text({ nullable: true }) reason!: string | null;
}

export class CouponItem extends Item {
  @Choice(['coupon']) kind!: 'coupon';
  @Choice(['issued', 'redeemed', 'voided']) action!: string;
  @Text() code!: string;
  @Int() poolId!: number;
  @Text({ description: 'Its name.' }) pool!: string;
}

export class CollectibleItem extends Item {
  @Choice(['collectible']) kind!: 'collectible';
  @Int() collectionId!: number;
  @Text({ description: 'Its name.' }) collection!: string;
  @Int() serial!: number;
  @Choice(['minted', 'reserved', 'failed']) state!: string;
}

export const TIMELINE_ITEMS = [
  EventItem,
  RunStartedItem,
  StepItem,
  RunEndedItem,
  MessageItem,
  CouponItem,
  CollectibleItem,
] as const;
export type TimelineItem = InstanceType<(typeof TIMELINE_ITEMS)[number]>;

const KINDS: Readonly<Record<TimelineItem['kind'], (typeof TIMELINE_ITEMS)[number]>> = {
  event: EventItem,
  'run-started': RunStartedItem,
  step: StepItem,
  'run-ended': RunEndedItem,
  message: MessageItem,
  coupon: CouponItem,
  collectible: CollectibleItem,
};

export class TimelinePage {
  @ApiProperty({
    type: 'array',
    description: 'Newest first.',
    items: {
      oneOf: TIMELINE_ITEMS.map((item) => ({ $ref: getSchemaPath(item) })),
      discriminator: {
        propertyName: 'kind',
        mapping: Object.fromEntries(Object.entries(KINDS).map(([kind, item]) => [kind, getSchemaPath(item)])),
      },
    },
  })
  items!: TimelineItem[];

  @Text({ nullable: true }) next!: string | null;
}
