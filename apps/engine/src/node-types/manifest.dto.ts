import { LocalTextDto } from '../http/error.dto.js';
import { AnyJson, AnyObject, Choice, Flag, Nested, NestedList, Text, TextList } from '../http/fields.js';

export const CATEGORIES = ['flow', 'audience', 'message', 'incentive', 'data', 'developer'] as const;

/** A fixed way out (`id`, `label`), or one for each item of a list in the config (`each`, then `id` and `label` name the item's properties). */
export class OutcomeSpecDto {
  @Text({ optional: true, description: 'Pointer to a list in the config.' }) each?: string;
  @Text() id!: string;
  @AnyJson({ description: 'Words in both languages; with `each`, the name of a property.' }) label!:
    LocalTextDto | string;
  @Choice(['good', 'bad', 'neutral'], { optional: true }) tone?: 'good' | 'bad' | 'neutral';
  @AnyJson({ optional: true, description: 'Drawn only when this holds: a condition over the config, or several.' })
  when?: unknown;
  @AnyJson({ optional: true, description: 'A run may leave this way without having waited.' }) immediate?: unknown;
}

/** A node type as `plugin.json` declares it. */
export class ManifestView {
  @Text() name!: string;
  @Text() version!: string;
  @Nested(() => LocalTextDto) title!: LocalTextDto;
  @Nested(() => LocalTextDto) description!: LocalTextDto;
  @Choice(CATEGORIES) category!: (typeof CATEGORIES)[number];
  @Text({ description: 'Name of an @ant-design/icons outlined icon.' }) icon!: string;
  @Flag({ description: 'Whether a contact can stand here for a time.' }) waits!: boolean;
  @Nested(() => LocalTextDto) summary!: LocalTextDto;
  @AnyObject({ description: 'JSON Schema of the config, with x-zh-CN texts and x-widget hints.' }) config!: Record<
    string,
    unknown
  >;
  @AnyObject() defaults!: Record<string, unknown>;
  @NestedList(() => OutcomeSpecDto) outcomes!: OutcomeSpecDto[];
  @AnyObject() reads!: Record<string, unknown>;
  @AnyObject({
    values: { $ref: '#/components/schemas/LocalTextDto' },
    description: 'Words for every reason code, with {param} holes.',
  })
  reasons!: Record<string, LocalTextDto>;
  @TextList() permissions!: string[];
}
