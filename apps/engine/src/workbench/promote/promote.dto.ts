import { AnyObject, Int, Nested, Text } from '../../http/fields.js';
import { SampleChoice, SampleEvent } from '../run/run.dto.js';

export class PromoteRequest {
  @Int({ min: 1 }) journey!: number;
  @Text({ max: 64, description: 'Id of a code node of the document.' }) node!: string;
  @AnyObject({ optional: true, description: 'A journey document that is not saved yet; the draft by default.' })
  document?: Record<string, unknown>;
  @Text({ pattern: /^[a-z][a-z0-9-]{1,39}$/, patternText: 'must be lower case letters, digits and dashes', max: 40 })
  publisher!: string;
  @Text({ pattern: /^[a-z][a-z0-9-]{1,59}$/, patternText: 'must be lower case letters, digits and dashes', max: 60 })
  name!: string;
  @Nested(() => SampleChoice, {
    optional: true,
    description: 'Contacts whose fields and outcomes become tests; made-up people when absent.',
  })
  contacts?: SampleChoice;
  @Nested(() => SampleEvent, { optional: true }) event?: SampleEvent;
  @AnyObject({ optional: true }) variables?: Record<string, unknown>;
}
