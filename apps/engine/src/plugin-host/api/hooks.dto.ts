import type { LocalText } from '@sojourn/kernel';
import { AnyJson, AnyObject, Choice, Decimal, Int, NestedList, Text } from '../../http/fields.js';

const CONFIG = { description: "The node's config, perhaps unfinished." };
const JOURNEY = {
  optional: true,
  min: 1,
  description: 'The journey it is drawn in: its pinned version answers. Without: the one installed.',
};

export class OptionsAsk {
  @Text({ max: 64, description: "The field's `x-options.name`." }) name!: string;
  @AnyObject(CONFIG) config!: object;
  @Text({ optional: true, min: 0 }) search?: string;
  @Text({ optional: true, nullable: true, max: 2_000, description: 'As the page before answered it.' }) cursor?:
    string | null;
  @Int(JOURNEY) journey?: number;
}
export class OptionItem {
  @Text({ max: 500 }) value!: string;
  @Text({ max: 500 }) label!: string;
}
export class OptionsPage {
  @NestedList(() => OptionItem) items!: readonly OptionItem[];
  @Text({ nullable: true, max: 2_000 }) next!: string | null;
}

export class ValidateAsk {
  @AnyObject(CONFIG) config!: object;
  @Int(JOURNEY) journey?: number;
}
export class ConfigIssueView {
  @Choice(['error', 'warning']) severity!: 'error' | 'warning';
  @Text({ min: 0, max: 500 }) pointer!: string;
  @AnyObject({ description: 'Words in both languages.' }) message!: LocalText;
}
export class ValidateAnswer {
  @NestedList(() => ConfigIssueView) issues!: readonly ConfigIssueView[];
}

export class PreviewAsk {
  @AnyObject(CONFIG) config!: object;
  @Int({ min: 1, description: "A contact's id." }) contact!: number;
  @AnyObject({ optional: true, description: 'What earlier nodes would have left.' }) variables?: object;
  @Int(JOURNEY) journey?: number;
}
export class PreviewAnswer {
  @AnyJson({ description: 'What the plugin says would happen.' }) preview!: unknown;
}

export class EstimateAsk {
  @AnyObject(CONFIG) config!: object;
  @Int({ min: 1, max: 100_000_000 }) contacts!: number;
  @Int(JOURNEY) journey?: number;
}
export class EstimateAnswer {
  @Decimal({ description: 'Calls of the other side.' }) calls!: number;
  @Decimal({ nullable: true, description: "In the currency's minor unit." }) cost!: number | null;
  @Text({ nullable: true, max: 16 }) currency!: string | null;
  @Decimal({ nullable: true }) seconds!: number | null;
}
