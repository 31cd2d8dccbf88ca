import {
  AnyObject,
  Choice,
  Email,
  Int,
  Moment,
  Nested,
  NestedList,
  QueryInt,
  Text,
  TextList,
  TimeZone,
} from '../http/fields.js';
import { JourneyName, RUN_STATES, type RunState } from '../journeys/journey.dto.js';

export class ContactQuery {
  @Text({ optional: true, min: 0, description: 'Part of the name, e-mail, phone, or the whole externalId.' })
  search?: string;
  @Text({ optional: true }) tag?: string;
  @Text({ optional: true, max: 64 }) cursor?: string;
  @QueryInt({ optional: true, min: 1, max: 200, description: 'Default 50.' }) limit?: number;
}

export class ContactRow {
  @Int() id!: number;
  @Text({ nullable: true, description: "The workspace's own name for the contact: the `userId` of its events." })
  externalId!: string | null;
  @Text({ nullable: true }) email!: string | null;
  @Text({ nullable: true }) phone!: string | null;
  @Text({ nullable: true }) name!: string | null;
  @TextList() tags!: string[];
  @Moment() createdAt!: number;
  @Moment({ nullable: true }) lastSeenAt!: number | null;
}

export class ContactPage {
  @NestedList(() => ContactRow) items!: ContactRow[];
  @Text({ nullable: true }) next!: string | null;
  @Int({ description: 'All that match.' }) total!: number;
}

export class IdentityView {
  @Text({ description: '`userId`, `anonymousId`, `email`, `phone`...' }) kind!: string;
  @Text() value!: string;
  @Moment() createdAt!: number;
}

export class ContactView extends ContactRow {
  @Text({ nullable: true }) language!: string | null;
  @TimeZone({ nullable: true }) timeZone!: string | null;
  @AnyObject() attributes!: Record<string, unknown>;
  @NestedList(() => IdentityView) identities!: IdentityView[];
  @Moment() updatedAt!: number;
}

export class NewContact {
  @Text({ optional: true, max: 191, description: "The workspace's own name for the contact." }) externalId?: string;
  @Email({ optional: true }) email?: string;
  @Text({ optional: true, max: 40 }) phone?: string;
  @Text({ optional: true }) name?: string;
  @Text({ optional: true, max: 35 }) language?: string;
  @TimeZone({ optional: true }) timeZone?: string;
  @AnyObject({ optional: true }) attributes?: Record<string, unknown>;
  @TextList({ optional: true, max: 100, maxItems: 200 }) tags?: string[];
}

export class ContactChange {
  @Email({ optional: true, nullable: true }) email?: string | null;
  @Text({ optional: true, nullable: true, max: 40 }) phone?: string | null;
  @Text({ optional: true, nullable: true }) name?: string | null;
  @Text({ optional: true, nullable: true, max: 35 }) language?: string | null;
  @TimeZone({ optional: true, nullable: true }) timeZone?: string | null;
  @AnyObject({ optional: true, description: 'Merged into what is there; null removes an attribute.' })
  attributes?: Record<string, unknown>;
  @TextList({ optional: true, max: 100, maxItems: 200 }) addTags?: string[];
  @TextList({ optional: true, max: 100, maxItems: 200 }) removeTags?: string[];
}

export class WhyView {
  @Text({ description: "A code of the node manifest's `reasons`." }) code!: string;
  @AnyObject() params!: Record<string, string | number | boolean>;
}

export class PathStep {
  @Moment() at!: number;
  @Text() nodeId!: string;
  @Text() nodeType!: string;
  @Text({ nullable: true, description: "As drawn; null when the node has only its type's title." }) nodeTitle!:
    string | null;
  @Int({ description: 'The nth time this run stands here.' }) visit!: number;
  @Text({ nullable: true, description: 'The way out; null while it waits.' }) outcome!: string | null;
  @Nested(() => WhyView, { nullable: true }) why!: WhyView | null;
}

export class ContactRun {
  @Int() id!: number;
  @Nested(() => JourneyName) journey!: JourneyName;
  @Int() version!: number;
  @Choice(RUN_STATES) state!: RunState;
  @Moment() startedAt!: number;
  @Moment({ nullable: true }) endedAt!: number | null;
  @Text({ nullable: true }) endReason!: string | null;
  @Text({ nullable: true }) endDetail!: string | null;
  @Text({ description: 'Where the run stands, or stood last.' }) nodeId!: string;
  @Moment({ nullable: true, description: 'When time alone moves it on.' }) dueAt!: number | null;
  @NestedList(() => PathStep) path!: PathStep[];
}
