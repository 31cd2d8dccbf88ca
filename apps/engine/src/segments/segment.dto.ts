import type { Condition } from '@sojourn/rules';
import { ContactRow } from '../contacts/contact.dto.js';
import { AnyObject, Int, NestedList } from '../http/fields.js';

export class SegmentQuestion {
  @AnyObject({ description: 'A condition, format in libs/rules/src/condition.ts.' }) condition!: Condition;
}

export class SegmentAnswer {
  @Int() count!: number;
  @NestedList(() => ContactRow, { description: 'The first ten.' }) sample!: ContactRow[];
}
