import { Flag, Int, NestedList, Text } from '../http/fields.js';

export class RejectedItem {
  @Int({ description: 'Position in `batch`.' }) index!: number;
  @Text({ description: '`ingest.no-user`, `ingest.no-event`, `ingest.bad-time`...' }) code!: string;
  @Text({ max: 500 }) message!: string;
}

export class IngestResult {
  @Flag() success!: boolean;
  @NestedList(() => RejectedItem, {
    optional: true,
    description: 'Items of a batch that could not be taken; all others were.',
  })
  rejected?: RejectedItem[];
}
