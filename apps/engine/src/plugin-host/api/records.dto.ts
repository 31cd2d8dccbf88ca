import { AnyObject, Int, Moment, Nested, NestedList, Text } from '../../http/fields.js';
import { JourneyName } from '../../deliveries/delivery.dto.js';

export class NodeCostView {
  @Nested(() => JourneyName, { nullable: true, description: 'Null when the journey was deleted.' })
  journey!: JourneyName | null;
  @Text({ max: 64 }) nodeId!: string;
  @Text({ nullable: true, description: 'What it is, by the draft; null when it is drawn there no more.' })
  nodeType!: string | null;
  @Text({ nullable: true, description: 'Its own title, where somebody gave it one.' }) title!: string | null;
  @Text() plugin!: string;
  @Int({ description: 'Contacts that visited.' }) items!: number;
  @Int() batches!: number;
  @Int({ description: 'CPU in the sandbox, microseconds.' }) cpuUs!: number;
  @Int({ description: 'Calls of the host: requests and accesses of the store.' }) calls!: number;
  @Int({ description: "Visits that failed by the plugin's fault." }) errors!: number;
}
export class PluginCosts {
  @NestedList(() => NodeCostView) items!: readonly NodeCostView[];
  @Int({ description: 'How many days back the figures reach.' }) days!: number;
}

export class RecordingView {
  @Int() id!: number;
  @Moment() at!: number;
  @Text({ max: 64 }) version!: string;
  @Text({ max: 128 }) hash!: string;
  @Text({ max: 64 }) nodeType!: string;
  @Nested(() => JourneyName, { nullable: true }) journey!: JourneyName | null;
  @Text({ min: 0, max: 64 }) nodeId!: string;
  @Int() items!: number;
  @Text({ min: 0, max: 1_000 }) reason!: string;
}
export class RecordingList {
  @NestedList(() => RecordingView) items!: readonly RecordingView[];
}
export class RecordingWhole extends RecordingView {
  @Text() plugin!: string;
  @AnyObject({
    description:
      '`{ format, entry, input, calls, log, faults, at, seed }`: all that a replay needs. Credentials are not in it.',
  })
  recording!: object;
}
