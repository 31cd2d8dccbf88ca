import { Choice, Decimal, Flag, Int, IntList, Moment, Nested, NestedList, QueryInt, Text } from '../http/fields.js';
import { ContactName } from '../journeys/journey.dto.js';

export const DELIVERY_STATES = [
  'ready',
  'paused',
  'sending',
  'delivered',
  'failed',
  'suppressed',
  'unknown',
  'dead',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

const CHANNEL = { max: 64, pattern: /^[\w.:-]+$/, patternText: 'must be the name of a channel' };

export class DeliveryQuery {
  @Choice(DELIVERY_STATES, { optional: true, enumName: 'DeliveryState' }) state?: DeliveryState;
  @Text({ ...CHANNEL, optional: true }) channel?: string;
  @QueryInt({ optional: true, min: 1, description: "A contact's id." }) contact?: number;
  @Text({ optional: true, max: 64 }) cursor?: string;
}

export class JourneyName {
  @Int() id!: number;
  @Text() name!: string;
}

export class DeliveryView {
  @Int() id!: number;
  @Text({ description: '`inbox`, `mail`, `webhook`, `mint` or `plugin:acme.weather`.' }) channel!: string;
  @Nested(() => ContactName) contact!: ContactName;
  @Nested(() => JourneyName, { nullable: true, description: 'Null when the journey was deleted.' })
  journey!: JourneyName | null;
  @Text({ max: 64 }) nodeId!: string;
  @Choice(DELIVERY_STATES, {
    enumName: 'DeliveryState',
    description:
      '`paused`: its journey is. `unknown`: handed over, and nobody knows whether it arrived. `dead`: tried until patience ended.',
  })
  state!: DeliveryState;
  @Int({ description: 'Calls of the provider so far.' }) attempt!: number;
  @Text({
    nullable: true,
    max: 255,
    description: 'Short and stable: `http-503`, `smtp-550`, `timeout`, `worker-lost`.',
  })
  reason!: string | null;
  @Moment() createdAt!: number;
  @Moment({ description: 'When it is or was due; of what is settled, when that was.' }) dueAt!: number;
  @Moment({ nullable: true }) settledAt!: number | null;
}

export class DeliveryPage {
  @NestedList(() => DeliveryView) items!: DeliveryView[];
  @Text({ nullable: true }) next!: string | null;
}

export class ChannelSummary {
  @Text({ max: 64 }) channel!: string;
  @Int({ description: 'Ready, or set aside with a paused journey. Counts stop at 100,000.' }) waiting!: number;
  @Int({ description: 'With the provider at this moment.' }) sending!: number;
  @Int() unknown!: number;
  @Int() dead!: number;
  @Moment({ nullable: true }) oldestWaitingAt!: number | null;
  @Flag({ description: 'By its own switch or by the one for all channels.' }) halted!: boolean;
  @Decimal({ nullable: true, description: 'Null: no rate is set.' }) perSecond!: number | null;
  @Int({
    description: 'With the provider at a time: the bound that is set, else what the channel declares for each worker.',
  })
  concurrency!: number;
}

export class DeliverySummary {
  @NestedList(() => ChannelSummary) items!: ChannelSummary[];
}

export class DeliveryIds {
  @IntList({ minItems: 1, maxItems: 1_000 }) ids!: number[];
}

export class ReconcileRequest extends DeliveryIds {
  @Choice(['delivered', 'failed', 'send-again'], { enumName: 'ReconcileAs' }) as!:
    'delivered' | 'failed' | 'send-again';
}

export class DeliveriesChanged {
  @Int() changed!: number;
  @IntList({ description: 'Not in a state in which this can be done, or not of this workspace.' }) refused!: number[];
}

export class DeliveryCallback {
  @Text({ max: 191, description: 'The key that came with the call: `webhook-id` of a webhook.' }) key!: string;
  @Choice(['delivered', 'failed']) as!: 'delivered' | 'failed';
  @Text({ optional: true, max: 100, description: 'Short and stable.' }) reason?: string;
}

export class CallbackHeard {
  @Flag({ description: 'False: it was settled before; hearing it again changes nothing.' }) settled!: boolean;
}

export class ChannelDefaults {
  @Int({ description: 'Calls at a time, for each worker.' }) concurrency!: number;
  @Int({ description: 'Deliveries in one call.' }) maxBatch!: number;
  @Int({ description: 'Calls before a delivery is dead.' }) attempts!: number;
  @Flag({ description: 'Whether the provider recognises a repetition by its key.' }) dedupes!: boolean;
}

export class ChannelView {
  @Text({ max: 64, description: '`all` stands for all channels of the workspace; only its switch counts.' })
  channel!: string;
  @Flag({ description: 'The kill switch: nothing new is handed over.' }) halted!: boolean;
  @Decimal({ nullable: true }) perSecond!: number | null;
  @Int({ nullable: true, description: 'How many may leave at once after a quiet time.' }) burst!: number | null;
  @Int({ nullable: true, description: 'With the provider at a time, on all workers together.' }) concurrency!:
    number | null;
  @Moment({ nullable: true, description: 'The provider asked to be left alone until then (`Retry-After`).' })
  pausedUntil!: number | null;
  @Nested(() => ChannelDefaults) defaults!: ChannelDefaults;
}

export class ChannelList {
  @NestedList(() => ChannelView) items!: ChannelView[];
}

export class ChannelChange {
  @Flag({ optional: true }) halted?: boolean;
  @Decimal({ optional: true, nullable: true, min: 0.001, max: 100_000, description: 'Null: as fast as it goes.' })
  perSecond?: number | null;
  @Int({ optional: true, nullable: true, min: 1, max: 100_000 }) burst?: number | null;
  @Int({ optional: true, nullable: true, min: 1, max: 1_000 }) concurrency?: number | null;
}
