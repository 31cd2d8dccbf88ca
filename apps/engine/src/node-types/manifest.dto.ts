import { LocalTextDto } from '../http/error.dto.js';
import { NODE_KINDS, type NodeKind } from '@sojourn/plugin-sdk';
import { AnyJson, AnyObject, Choice, Flag, Nested, NestedList, QueryInt, Text, TextList } from '../http/fields.js';

export const PLUGIN_STATES = ['ok', 'missing', 'disabled', 'revoked', 'corrupt', 'no-consent'] as const;
export const OUTCOME_ROLES = ['success', 'failure', 'timeout', 'skip'] as const;

export const CATEGORIES = ['flow', 'audience', 'message', 'incentive', 'data', 'developer'] as const;

export class NodeTypesQuery {
  @QueryInt({ optional: true, min: 1, description: 'Also what the draft of this journey pins.' }) journey?: number;
  @QueryInt({ optional: true, min: 1, description: 'With `journey`: what this version pins, by its number.' })
  version?: number;
}

/** Whose a node type is. */
export class PluginOfType {
  @Text() id!: string;
  @Text() version!: string;
  @Text({ optional: true, description: 'SHA-256 of the bytes; absent for what ships.' }) hash?: string;
}

/** A fixed way out (`id`, `label`), or one for each item of a list in the config (`each`, then `id` and `label` name the item's properties). */
export class OutcomeSpecDto {
  @Text({ optional: true, description: 'Pointer to a list in the config.' }) each?: string;
  @Text() id!: string;
  @AnyJson({ description: 'Words in both languages; with `each`, the name of a property.' }) label!:
    LocalTextDto | string;
  @Choice(['good', 'bad', 'neutral'], { optional: true }) tone?: 'good' | 'bad' | 'neutral';
  @Choice(OUTCOME_ROLES, { optional: true, description: 'What leaving this way says of the node.' })
  role?: (typeof OUTCOME_ROLES)[number];
  @AnyJson({ optional: true, description: 'Drawn only when this holds: a condition over the config, or several.' })
  when?: unknown;
  @AnyJson({ optional: true, description: 'A run may leave this way without having waited.' }) immediate?: unknown;
}

/** A node type as `plugin.json` declares it. */
export class ManifestView {
  @Text({ description: '`wait` for what ships, `publisher.name/type` for what plugins bring.' }) name!: string;
  @Text() version!: string;
  @Nested(() => PluginOfType, { optional: true }) plugin?: PluginOfType;
  @Choice(NODE_KINDS, { optional: true }) kind?: NodeKind;
  @Choice(PLUGIN_STATES, { description: 'Whether it can be used in this workspace now; what ships always can.' })
  state!: (typeof PLUGIN_STATES)[number];
  @Nested(() => LocalTextDto, { optional: true, description: 'What is the matter, and what to do about it.' })
  remedy?: LocalTextDto;
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
  @TextList({ optional: true, description: 'Optional functions that it has: `options`, `validate`, `preview`, …' })
  hooks?: string[];
}
