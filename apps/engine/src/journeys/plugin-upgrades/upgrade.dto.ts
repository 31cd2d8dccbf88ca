import type { JsonObject } from '@sojourn/kernel';
import { LocalTextDto } from '../../http/error.dto.js';
import { AnyJson, AnyObject, Choice, Int, Nested, NestedList, Text, TextList } from '../../http/fields.js';
import { PLUGIN_STATES } from '../../node-types/manifest.dto.js';
import { ContactName, IssueView } from '../journey.dto.js';

const HASH = 'SHA-256 of the bytes.';

export class PluginVersionName {
  @Text() version!: string;
  @Text({ description: HASH }) hash!: string;
  @Choice(PLUGIN_STATES) state!: (typeof PLUGIN_STATES)[number];
}

export class PluginUpgrade {
  @Text({ description: '`publisher.name/type`' }) type!: string;
  @Text() plugin!: string;
  @Nested(() => PluginVersionName, { description: 'What the draft pins.' }) from!: PluginVersionName;
  @Nested(() => PluginVersionName, { description: 'What the workspace has now.' }) to!: PluginVersionName;
  @TextList({ description: 'Ids of the nodes of this type.' }) nodes!: string[];
}

export class EarlierPin {
  @Text() type!: string;
  @Text() plugin!: string;
  @Nested(() => PluginVersionName) to!: PluginVersionName;
  @Int({ description: 'Number of the latest version of the journey that pins it: its configs come back.' })
  journeyVersion!: number;
}

export class PluginUpgrades {
  @NestedList(() => PluginUpgrade, { description: 'Types that are drawn and for which another version is installed.' })
  items!: PluginUpgrade[];
  @NestedList(() => EarlierPin, { description: 'What published versions of the journey pin otherwise than the draft.' })
  rollbacks!: EarlierPin[];
}

export class UpgradePreviewRequest {
  @Text({ description: '`publisher.name/type`' }) type!: string;
  @Text({ description: HASH }) toHash!: string;
  @Int({
    optional: true,
    min: 0,
    max: 100,
    description: 'Contacts to compare both versions on; 20 by default, 0 for none.',
  })
  contacts?: number;
}

export class JourneyUpgradeRequest {
  @Text({ description: '`publisher.name/type`' }) type!: string;
  @Text({ description: HASH }) toHash!: string;
  @Int({ description: 'Of the draft that was looked at.' }) revision!: number;
}

export class ConfigChangeView {
  @Text({ min: 0, max: 2_000, description: 'JSON pointer into the config.' }) pointer!: string;
  @AnyJson({ optional: true, description: 'Absent: it was not there.' }) before?: unknown;
  @AnyJson({ optional: true, description: 'Absent: it is not there any more.' }) after?: unknown;
}

export class LossView {
  @Text({ min: 0, max: 2_000, description: 'JSON pointer into the old config.' }) pointer!: string;
  @Nested(() => LocalTextDto) message!: LocalTextDto;
}

export class DifferentOutcome {
  @Nested(() => ContactName) contact!: ContactName;
  @Text({
    max: 400,
    description:
      'What the old version decided: an outcome, with what else it wants as JSON behind; in front of it the requests, where the two do not ask the same.',
  })
  before!: string;
  @Text({ max: 400 }) after!: string;
}

export class ComparedOutcomes {
  @Int() contacts!: number;
  @Int() same!: number;
  @NestedList(() => DifferentOutcome) different!: DifferentOutcome[];
}

export class UpgradedNode {
  @Text({ max: 64 }) nodeId!: string;
  @AnyObject() before!: JsonObject;
  @AnyObject({ nullable: true, description: 'Null when it could not be migrated.' }) after!: JsonObject | null;
  @NestedList(() => ConfigChangeView) changes!: ConfigChangeView[];
  @NestedList(() => LossView, { description: 'What the new config cannot hold any more.' }) lossy!: LossView[];
  @Nested(() => ComparedOutcomes, {
    nullable: true,
    description:
      'Null when the two were not compared: there is nobody to compare them on, or one of them must not run.',
  })
  compared!: ComparedOutcomes | null;
  @Nested(() => LocalTextDto, {
    nullable: true,
    description:
      'In plain words why the two were not compared, or how: versions that call out are compared by what they would send and by recorded answers, and nobody is called.',
  })
  note!: LocalTextDto | null;
  @Nested(() => LocalTextDto, { optional: true, description: 'Why it could not be migrated, and what to do.' })
  fault?: LocalTextDto;
}

export class UpgradePreview {
  @NestedList(() => UpgradedNode) nodes!: UpgradedNode[];
  @NestedList(() => IssueView, { description: 'Of the draft as it would be.' }) issues!: IssueView[];
}

export class UpgradeDone {
  @Int({ description: 'Of the draft as it is now.' }) revision!: number;
  @NestedList(() => IssueView) issues!: IssueView[];
}
