import { CAPABILITY_KINDS, NODE_KINDS, type Capability, type NodeKind } from '@sojourn/plugin-sdk';
import { LocalTextDto } from '../http/error.dto.js';
import {
  AnyJson,
  AnyObject,
  Choice,
  Flag,
  Int,
  Moment,
  Nested,
  NestedList,
  QueryInt,
  Text,
  TextList,
} from '../http/fields.js';
import { ContactName } from '../journeys/journey.dto.js';

const HASH = { pattern: /^[0-9a-f]{64}$/, patternText: 'must be the hash of a staged package', max: 64 };
const RISKS = ['low', 'medium', 'high'] as const;
const STATES = ['active', 'missing', 'disabled', 'revoked', 'corrupt', 'no-consent'] as const;

/** A capability as in `plugin.json`: `kind`, what belongs to it, and the plugin's `reason`. */
export class CapabilityDto {
  @Choice(CAPABILITY_KINDS, { enumName: 'CapabilityKind' }) kind!: Capability['kind'];
  @TextList({ optional: true, maxItems: 100 }) hosts?: string[];
  @TextList({ optional: true, maxItems: 10 }) methods?: string[];
  @TextList({ optional: true, maxItems: 100 }) paths?: string[];
  @TextList({ optional: true, maxItems: 200 }) fields?: string[];
  @TextList({ optional: true, maxItems: 50 }) channels?: string[];
  @Int({ optional: true }) perContactPerDay?: number;
  @TextList({ optional: true, maxItems: 10 }) scopes?: string[];
  @Int({ optional: true }) quotaKb?: number;
  @TextList({ optional: true, maxItems: 100 }) names?: string[];
  @AnyJson({ optional: true, description: 'Why the plugin asks, in both languages; what is sent here is not read.' })
  reason?: unknown;
  @Flag({ optional: true, description: 'Not asked for by the version that is installed.' }) isNew?: boolean;
  @Flag({ optional: true, description: 'Granted now.' }) granted?: boolean;
}

/** A capability as the studio is shown it. */
export type ShownCapability = Capability & { readonly isNew?: boolean; readonly granted?: boolean };

export class PluginNodeDto {
  @Text() type!: string;
  @Nested(() => LocalTextDto) title!: LocalTextDto;
  @Choice(NODE_KINDS, { enumName: 'NodeKind' }) kind!: NodeKind;
  @Text() icon!: string;
}

export class PluginUpdateDto {
  @Text() version!: string;
}
export class PluginPendingDto {
  @Text() version!: string;
  @Text() hash!: string;
  @NestedList(() => CapabilityDto) asksMore!: readonly Capability[];
}
export class PluginRefusedDto {
  @Text() version!: string;
  @Text({ description: 'Ask for it again with this and `askAgain`.' }) hash!: string;
  @Moment() at!: number;
  @Text({ nullable: true }) by!: string | null;
}
export class PluginRevokedDto {
  @Nested(() => LocalTextDto) reason!: LocalTextDto;
  @Moment() at!: number;
}

export class PluginView {
  @Text({ description: '`publisher.name`' }) id!: string;
  @Text({ description: 'Its package on npm.' }) name!: string;
  @Nested(() => LocalTextDto) title!: LocalTextDto;
  @Nested(() => LocalTextDto) description!: LocalTextDto;
  @Text() publisher!: string;
  @Text() version!: string;
  @Text({ description: 'SHA-256 of its list of files: what drawings are pinned to.' }) hash!: string;
  @Choice(STATES, { enumName: 'PluginViewState' }) state!: (typeof STATES)[number];
  @Choice(['registry', 'upload', 'dev'], { enumName: 'PluginOrigin' }) origin!: 'registry' | 'upload' | 'dev';
  @Choice(RISKS, { enumName: 'PluginRisk' }) risk!: (typeof RISKS)[number];
  @NestedList(() => LocalTextDto) reasons!: LocalTextDto[];
  @Moment() installedAt!: number;
  @Text({ nullable: true }) installedBy!: string | null;
  @Nested(() => PluginUpdateDto, {
    nullable: true,
    description: 'A newer version, as far as the registry has said; none that was refused.',
  })
  update!: PluginUpdateDto | null;
  @Nested(() => PluginPendingDto, { nullable: true, description: 'An upgrade that waits for consent.' })
  pending!: PluginPendingDto | null;
  @NestedList(() => PluginRefusedDto, { description: 'Versions that somebody refused, the newest refusal first.' })
  refused!: PluginRefusedDto[];
  @Nested(() => PluginRevokedDto, { nullable: true }) revoked!: PluginRevokedDto | null;
  @NestedList(() => PluginNodeDto) nodes!: PluginNodeDto[];
  @NestedList(() => CapabilityDto) capabilities!: readonly Capability[];
  @NestedList(() => CapabilityDto) granted!: readonly Capability[];
  @Flag({ description: 'Whether its package has an icon of its own.' }) hasIcon!: boolean;
}
export class PluginList {
  @NestedList(() => PluginView) items!: PluginView[];
}

export class AvailableQuery {
  @Text({ optional: true, min: 0, max: 100 }) q?: string;
  @Text({ optional: true, max: 64, description: 'Only packages that name this keyword too.' }) keyword?: string;
  @QueryInt({ optional: true, max: 1_000, description: 'From 0.' }) page?: number;
}
export class AvailablePlugin {
  @Text() name!: string;
  @Text() version!: string;
  @Text({ min: 0 }) description!: string;
  @Text({ min: 0 }) publisher!: string;
  @Moment({ nullable: true }) date!: number | null;
  @TextList({ description: 'Beside the one that all plugins have.' }) keywords!: string[];
  @Text({ nullable: true, description: 'The version that is installed here.' }) installed!: string | null;
}
export class AvailablePage {
  @NestedList(() => AvailablePlugin, { description: 'At most 20.' }) items!: AvailablePlugin[];
  @Int({ description: 'On all pages.' }) total!: number;
}

export class InspectRequest {
  @Text({ max: 214, description: 'Of the package on npm.' }) name!: string;
  @Text({ max: 64, description: 'Exact: `1.2.0`.' }) version!: string;
}

export class InspectedPlugin {
  @Text() id!: string;
  @Text() name!: string;
  @Text() version!: string;
  @Nested(() => LocalTextDto) title!: LocalTextDto;
  @Nested(() => LocalTextDto) description!: LocalTextDto;
  @Text() publisher!: string;
  @NestedList(() => PluginNodeDto) nodes!: PluginNodeDto[];
}
export class InspectedKey {
  @Text() id!: string;
  @Text({ description: 'The id in groups, to be compared by eye or read out.' }) fingerprint!: string;
  @Flag({ description: 'A key that this workspace trusts.' }) known!: boolean;
  @Flag({ description: 'A trusted key has handed over to it.' }) rotated!: boolean;
}
export class InspectionWarning {
  @Choice(['look-alike', 'downgrade', 'deprecated', 'key-rotated'], { enumName: 'PluginWarningCode' }) code!:
    'look-alike' | 'downgrade' | 'deprecated' | 'key-rotated';
  @Nested(() => LocalTextDto) message!: LocalTextDto;
}
export class InspectedData {
  @TextList({ description: 'Fields of contacts that its nodes may be handed.' }) reads!: string[];
  @TextList() writes!: string[];
}
export class PluginVersionRef {
  @Text() version!: string;
  @Text() hash!: string;
}
export class Inspection {
  @Text({ description: 'Name the package by this when you install it. Kept for a week.' }) staged!: string;
  @Nested(() => InspectedPlugin) plugin!: InspectedPlugin;
  @Nested(() => InspectedKey) key!: InspectedKey;
  @Choice(RISKS, { enumName: 'PluginRisk' }) risk!: (typeof RISKS)[number];
  @NestedList(() => LocalTextDto) reasons!: LocalTextDto[];
  @NestedList(() => InspectionWarning) warnings!: InspectionWarning[];
  @NestedList(() => CapabilityDto) capabilities!: readonly ShownCapability[];
  @Nested(() => InspectedData) data!: InspectedData;
  @Nested(() => PluginVersionRef, { nullable: true }) isUpgradeOf!: PluginVersionRef | null;
}

export class InstallRequest {
  @Text(HASH) hash!: string;
  @NestedList(() => CapabilityDto, { maxItems: 100, description: 'What is granted: all it asks for, or less.' })
  capabilities!: CapabilityDto[];
  @Flag({ optional: true, description: 'The key that signed it is the publisher’s. Needed once for each publisher.' })
  trustKey?: boolean;
  @TextList({ optional: true, maxItems: 10, description: 'Codes of the warnings that were read.' })
  acknowledge?: string[];
}
export class UpgradeRequest {
  @Text(HASH) hash!: string;
  @NestedList(() => CapabilityDto, {
    optional: true,
    maxItems: 100,
    description: 'Consent. Without it the grant of before goes on, and a version that asks for more waits.',
  })
  capabilities?: CapabilityDto[];
  @Flag({ optional: true }) trustKey?: boolean;
  @TextList({ optional: true, maxItems: 10 }) acknowledge?: string[];
  @Flag({ optional: true, description: 'Let a version that was refused wait for consent once more.' })
  askAgain?: boolean;
}
export class RefuseRequest {
  @Text({ ...HASH, description: 'Of the version that waits, as `pending` named it.' }) hash!: string;
}
export class UpgradeResult {
  @Choice(['upgraded', 'pending']) state!: 'upgraded' | 'pending';
  @Nested(() => PluginView) plugin!: PluginView;
}
export class GrantRequest {
  @NestedList(() => CapabilityDto, { maxItems: 100 }) capabilities!: CapabilityDto[];
}

export class UsedVersion {
  @Int() number!: number;
  @Text() hash!: string;
  @Text({ description: 'Of the plugin.' }) version!: string;
  @Int({ description: 'Under way in it.' }) people!: number;
  @Int({ description: 'Of these, parked: they stay until somebody repairs or ends them, in an archived journey too.' })
  parked!: number;
}
export class UsingJourney {
  @Int() id!: number;
  @Text() name!: string;
  @Text() state!: string;
  @TextList({ description: 'Ids of the nodes.' }) nodes!: string[];
  @NestedList(() => UsedVersion) versions!: UsedVersion[];
  @NestedList(() => ContactName, { description: 'Some of those who are parked in it, last parked first.' })
  parkedPeople!: ContactName[];
}
export class UsageView {
  @NestedList(() => UsingJourney) journeys!: UsingJourney[];
  @Flag() inUse!: boolean;
}

export class GrantEntry {
  @Moment() at!: number;
  @Text({ nullable: true }) by!: string | null;
  @Text({ description: 'Hash of the bytes that were granted this.' }) manifestHash!: string;
  @Text({ nullable: true }) version!: string | null;
  @NestedList(() => CapabilityDto) capabilities!: readonly Capability[];
}
export class GrantHistory {
  @NestedList(() => GrantEntry) items!: GrantEntry[];
}

export class PluginVersionView {
  @Text() version!: string;
  @Text() hash!: string;
  @Flag() current!: boolean;
  @Flag({ description: 'Was installed here once: drawings may be pinned to it.' }) granted!: boolean;
  @Text({ min: 0 }) keyId!: string;
  @Moment({ description: 'When it was last looked at.' }) at!: number;
}
export class PluginVersionList {
  @NestedList(() => PluginVersionView) items!: PluginVersionView[];
}

export class DevBundle {
  @AnyObject({ description: '`plugin.json`' }) manifest!: Record<string, unknown>;
  @Text({
    optional: true,
    nullable: true,
    max: 4_000_000,
    description: 'The bundle; none when every node is declarative.',
  })
  code?: string | null;
}
export class DevPin {
  @Text() plugin!: string;
  @Text() version!: string;
  @Text() hash!: string;
}

export class PublisherView {
  @Text() publisher!: string;
  @Text() keyId!: string;
  @Text() fingerprint!: string;
  @Choice(['trusted', 'rotated']) how!: 'trusted' | 'rotated';
  @Moment() pinnedAt!: number;
  @Text({ nullable: true }) pinnedBy!: string | null;
  @Moment({ nullable: true }) retiredAt!: number | null;
}
export class PublisherList {
  @NestedList(() => PublisherView) items!: PublisherView[];
}

export class RevocationView {
  @Text() plugin!: string;
  @Text({ nullable: true, description: 'Null: exactly the bytes of `hash`. `*`: every version.' }) version!:
    string | null;
  @Text({ nullable: true }) hash!: string | null;
  @Nested(() => LocalTextDto) reason!: LocalTextDto;
  @Moment() at!: number;
  @Flag({ description: 'Installed in this workspace.' }) installed!: boolean;
}
export class RevocationList {
  @NestedList(() => RevocationView) items!: RevocationView[];
  @Flag({ description: 'Whether the operator has named a feed.' }) configured!: boolean;
  @Int({ nullable: true, description: 'Number of the feed that holds.' }) seq!: number | null;
  @Moment({ nullable: true }) checkedAt!: number | null;
  @Text({ nullable: true, description: 'Why the last look at the feed failed.' }) error!: string | null;
}
