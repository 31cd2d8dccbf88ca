import { AnyObject, Choice, Int, Moment, NestedList, Text } from '../../http/fields.js';

const EVERY = { optional: true, nullable: true, min: 10, max: 86_400, description: 'Seconds between two looks; null for a source that only receives.' }; // prettier-ignore

export class SourceView {
  @Int() id!: number;
  @Text() name!: string;
  @Text() plugin!: string;
  @Text({ max: 64, description: 'The node type within the plugin; its kind is `trigger`.' }) nodeType!: string;
  @AnyObject() config!: object;
  @Choice(['active', 'paused']) state!: 'active' | 'paused';
  @Int({ nullable: true }) everySeconds!: number | null;
  @Moment({ nullable: true, description: 'When it is asked next.' }) nextAt!: number | null;
  @Int({ description: 'Events stored so far.' }) events!: number;
  @Moment({ nullable: true }) lastOkAt!: number | null;
  @Text({ nullable: true, max: 1_000 }) lastError!: string | null;
  @Moment({ nullable: true }) lastErrorAt!: number | null;
  @Int({ description: 'Failures since the last success.' }) failures!: number;
  @Int() revision!: number;
}
export class SourceWithAddress extends SourceView {
  @Text({
    nullable: true,
    max: 2_000,
    description:
      'Where the other system posts to. Shown this once: whoever knows it can send events. Null for a source that does not receive.',
  })
  url!: string | null;
}
export class SourceList {
  @NestedList(() => SourceView) items!: readonly SourceView[];
}

export class NewSource {
  @Text() name!: string;
  @Text({ max: 129 }) plugin!: string;
  @Text({ max: 64 }) nodeType!: string;
  @AnyObject() config!: object;
  @Int(EVERY) everySeconds?: number | null;
}
export class SourceChange {
  @Int({ min: 1, description: 'As it was read: somebody else may have changed it since.' }) revision!: number;
  @Text({ optional: true }) name?: string;
  @AnyObject({ optional: true }) config?: object;
  @Choice(['active', 'paused'], { optional: true }) state?: 'active' | 'paused';
  @Int(EVERY) everySeconds?: number | null;
}

export class SourceRejection {
  @Int() index!: number;
  @Text({ max: 500 }) message!: string;
}
export class SourceReceipt {
  @Int({ description: 'Events stored now.' }) stored!: number;
  @Int({ description: 'Events that were known already.' }) duplicates!: number;
  @NestedList(() => SourceRejection) rejected!: readonly SourceRejection[];
}
