import { AnyObject, Choice, Int, Nested, NestedList, Text } from '../http/fields.js';
import { IssueView } from '../journeys/journey.dto.js';

export class MessageContentDto {
  @Text({ optional: true, min: 0, max: 1_000 }) subject?: string;
  @Text({ min: 0, max: 200_000, description: 'Liquid text, or Liquid in MJML.' }) body!: string;
  @Choice(['text', 'mjml']) format!: 'text' | 'mjml';
}

export class PreviewRequest {
  @Text({ max: 40, description: '`inbox` or `mail`.' }) channel!: string;
  @Nested(() => MessageContentDto) content!: MessageContentDto;
  @Int({ optional: true, min: 1, description: 'Whose data to render with; a made-up contact by default.' })
  contactId?: number;
  @AnyObject({ optional: true, description: 'What earlier nodes would have left: `{ "coupon": { "code": "X" } }`.' })
  variables?: Record<string, unknown>;
}

export class PreviewResult {
  @Text({ nullable: true, min: 0 }) subject!: string | null;
  @Text({ nullable: true, min: 0, max: 1_000_000, description: 'Show only inside a sandboxed frame.' }) html!:
    string | null;
  @Text({ nullable: true, min: 0, max: 1_000_000 }) text!: string | null;
  @NestedList(() => IssueView, { description: 'Pointers into `content`.' }) issues!: IssueView[];
}
