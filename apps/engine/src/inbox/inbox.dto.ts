import { Choice, Int, Moment, Nested, NestedList, QueryInt, Text } from '../http/fields.js';
import { ContactName, JourneyName } from '../journeys/journey.dto.js';

export class InboxQuery {
  @QueryInt({ optional: true, min: 1 }) contactId?: number;
  @Text({ optional: true, min: 0, description: 'Part of the subject or the body.' }) search?: string;
  @Text({ optional: true, max: 64 }) cursor?: string;
}

export class InboxMessageView {
  @Int() id!: number;
  @Nested(() => ContactName) contact!: ContactName;
  @Nested(() => JourneyName, { nullable: true }) journey!: JourneyName | null;
  @Text({ min: 0 }) subject!: string;
  @Text({ min: 0, max: 1_000_000 }) body!: string;
  @Choice(['text', 'html'], { description: 'Show `html` only inside a sandboxed frame.' }) format!: 'text' | 'html';
  @Moment() at!: number;
}

export class InboxPage {
  @NestedList(() => InboxMessageView) items!: InboxMessageView[];
  @Text({ nullable: true }) next!: string | null;
}
