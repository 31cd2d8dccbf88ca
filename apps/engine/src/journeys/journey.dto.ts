import type { JourneyDocument } from '@sojourn/journey';
import type { Issue } from '@sojourn/kernel';
import {
  Flag,
  AnyObject,
  Choice,
  Counts,
  Int,
  IntList,
  Moment,
  Nested,
  NestedList,
  QueryInt,
  Text,
  TextList,
} from '../http/fields.js';
import { LocalTextDto } from '../http/error.dto.js';

export const JOURNEY_STATES = ['draft', 'live', 'paused', 'archived'] as const;
export type JourneyState = (typeof JOURNEY_STATES)[number];
export const RUN_STATES = ['active', 'paused', 'ended', 'quarantined'] as const;
export type RunState = (typeof RUN_STATES)[number];

const DOCUMENT = 'The drawing, format in libs/journey/src/document.ts; a draft may still have issues.';

export class IssueView {
  @Choice(['error', 'warning']) severity!: Issue['severity'];
  @Text() code!: string;
  @Nested(() => LocalTextDto) message!: LocalTextDto;
  @Text({ min: 0, description: 'JSON pointer into the document.' }) pointer!: string;
  @Text({ optional: true }) nodeId?: string;
  @Text({ optional: true }) edgeId?: string;
}

export class JourneyQuery {
  @Text({ optional: true, min: 0, description: 'Part of the name.' }) search?: string;
  @Choice(JOURNEY_STATES, { optional: true }) state?: JourneyState;
}

export class JourneyRow {
  @Int() id!: number;
  @Text() name!: string;
  @Text({ min: 0, max: 2_000 }) description!: string;
  @Choice(JOURNEY_STATES) state!: JourneyState;
  @Int() nodeCount!: number;
  @Int({ description: 'Contacts inside now.' }) active!: number;
  @Int({ description: 'Runs that ever began, all versions.' }) entered!: number;
  @Int({ description: 'Runs that left by a goal, all versions.' }) goals!: number;
  @Flag({ description: 'Whether the drawing names a goal: without one, no goal can be reached.' }) hasGoal!: boolean;
  @Moment() updatedAt!: number;
  @Moment({ nullable: true }) publishedAt!: number | null;
  @Text({ nullable: true, description: 'Who made it.' }) owner!: string | null;
}

export class JourneyList {
  @NestedList(() => JourneyRow) items!: JourneyRow[];
  @Int() total!: number;
}

export class NewJourney {
  @Text({ max: 191 }) name!: string;
  @AnyObject({ optional: true, description: DOCUMENT }) document?: Record<string, unknown>;
}

export class LiveVersionView {
  @Int() id!: number;
  @Int() number!: number;
  @Moment() publishedAt!: number;
}

export class JourneyView {
  @Int() id!: number;
  @Text() name!: string;
  @Choice(JOURNEY_STATES) state!: JourneyState;
  @AnyObject({ description: DOCUMENT }) document!: JourneyDocument;
  @Int({ description: 'Of the draft: send it back with the next change.' }) revision!: number;
  @Nested(() => LiveVersionView, { nullable: true }) liveVersion!: LiveVersionView | null;
  @NestedList(() => IssueView, { description: 'Of the draft.' }) issues!: IssueView[];
  @Moment() updatedAt!: number;
}

export class DraftChange {
  @AnyObject({ description: DOCUMENT }) document!: Record<string, unknown>;
  @Int({ description: 'The revision this change was made on.' }) revision!: number;
}

export class DraftSaved {
  @Int() revision!: number;
  @NestedList(() => IssueView) issues!: IssueView[];
}

export class PublishRequest {
  @Int({ description: 'The revision that was looked at.' }) revision!: number;
}

export class VersionName {
  @Int() id!: number;
  @Int() number!: number;
}

export class Published {
  @Nested(() => VersionName) version!: VersionName;
}

export class VersionRow {
  @Int() id!: number;
  @Int() number!: number;
  @Moment() publishedAt!: number;
  @Text({ nullable: true }) publishedBy!: string | null;
  @Int({ description: 'Contacts inside now.' }) active!: number;
}

export class VersionList {
  @NestedList(() => VersionRow, { description: 'Newest first.' }) items!: VersionRow[];
}

export class VersionView {
  @Int() number!: number;
  @AnyObject({ description: DOCUMENT }) document!: JourneyDocument;
  @Moment() publishedAt!: number;
}

export class CountsQuery {
  @QueryInt({ optional: true, min: 1, description: 'Number of a version; the live (else newest) one by default.' })
  version?: number;
}

export class NodeCounts {
  @Int({ description: 'Visits that began.' }) entered!: number;
  @Int({ description: 'Runs standing here now.' }) here!: number;
  @Int({ description: 'Runs parked here, of every version: somebody must repair them.' }) parked!: number;
  @Counts({ description: 'Visits that left, by outcome id.' }) outcomes!: Record<string, number>;
}

export class CountsView {
  @Moment({ description: 'When these were read.' }) asOf!: number;
  @Int({ nullable: true, description: 'Number of the version; null when nothing was published.' }) version!:
    number | null;
  @Int() entered!: number;
  @Int() active!: number;
  @Counts({ description: 'Runs that are over, by reason.' }) ended!: Record<string, number>;
  @AnyObject({ description: 'By node id.', values: { $ref: '#/components/schemas/NodeCounts' } }) nodes!: Record<
    string,
    NodeCounts
  >;
}

export class EntryRequest {
  @TextList({ optional: true, maxItems: 1_000, description: "The workspace's own names of contacts." })
  userIds?: string[];
  @IntList({ optional: true, maxItems: 1_000 }) contactIds?: number[];
}

export class RefusedEntry {
  @Text({ optional: true }) userId?: string;
  @Int({ optional: true }) contactId?: number;
  @Choice(['unknown-contact', 'reentry'], {
    description:
      '`unknown-contact`: nobody by that name; `reentry`: the journey does not let this contact in (again) now.',
  })
  code!: string;
}

export class EntryResult {
  @Int() admitted!: number;
  @NestedList(() => RefusedEntry) refused!: RefusedEntry[];
}

export class RunQuery {
  @Text({ optional: true, max: 64, description: 'Only runs standing on this node.' }) node?: string;
  @Choice(RUN_STATES, { optional: true }) state?: RunState;
  @Text({ optional: true, max: 64 }) cursor?: string;
}

export class ContactName {
  @Int() id!: number;
  @Text({ nullable: true, description: "Name, else e-mail, else the workspace's own name for the contact, else null." })
  name!: string | null;
}

export class JourneyName {
  @Int() id!: number;
  @Text() name!: string;
}

export class RunRow {
  @Int() id!: number;
  @Nested(() => ContactName) contact!: ContactName;
  @Text() nodeId!: string;
  @Choice(RUN_STATES) state!: RunState;
  @Moment() startedAt!: number;
  @Moment({ nullable: true }) dueAt!: number | null;
  @Moment({ nullable: true }) endedAt!: number | null;
  @Text({ nullable: true }) endReason!: string | null;
}

export class RunPage {
  @NestedList(() => RunRow) items!: RunRow[];
  @Text({ nullable: true, description: 'Cursor of the next page.' }) next!: string | null;
}
