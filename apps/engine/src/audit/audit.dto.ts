import type { Json } from '@sojourn/kernel';
import { AnyJson, Flag, Int, Moment, Nested, NestedList, Text } from '../http/fields.js';

export class AuditQuery {
  @Text({ optional: true, max: 64 }) cursor?: string;
}

export class AuditAuthor {
  @Int() id!: number;
  @Text({ nullable: true, description: 'Null when there is no such person or key any more.' }) name!: string | null;
}

export class AuditEntry {
  @Int() id!: number;
  @Moment() at!: number;
  @Nested(() => AuditAuthor, { nullable: true, description: 'The person who did it.' }) user!: AuditAuthor | null;
  @Nested(() => AuditAuthor, { nullable: true, description: 'The secret key it was done with.' })
  apiKey!: AuditAuthor | null;
  @Text({ description: 'Noun and past participle.', example: 'journey.published' }) action!: string;
  @Text({ description: 'What it was done to.', example: 'journey 12' }) subject!: string;
  @AnyJson({ nullable: true }) details!: Json;
}

export class AuditPage {
  @NestedList(() => AuditEntry, { description: 'Newest first.' }) items!: AuditEntry[];
  @Text({ nullable: true, description: 'Cursor of the next page.' }) next!: string | null;
}

export class AuditCheck {
  @Flag() ok!: boolean;
  @Int({ description: 'Entries whose seal was computed again.' }) checked!: number;
  @Int({ nullable: true, description: 'Number in the chain of the first entry that is missing or was changed.' })
  brokenAt!: number | null;
  @Text({
    description:
      'SHA-256 over the last entry and all before it: note it elsewhere, and nobody can replace the trail unseen.',
  })
  seal!: string;
  @Int({ description: 'Entries outside of the chain, written by an engine of an earlier release.' }) unsealed!: number;
}
