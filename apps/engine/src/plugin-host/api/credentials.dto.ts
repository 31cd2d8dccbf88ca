import type { LocalText } from '@sojourn/kernel';
import { AnyObject, Flag, Int, Moment, NestedList, Text, TextList } from '../../http/fields.js';

export class CredentialView {
  @Text({ max: 64 }) name!: string;
  @AnyObject({ description: 'Words in both languages.' }) title!: LocalText;
  @AnyObject({ nullable: true }) help!: LocalText | null;
  @AnyObject({ description: 'JSON Schema of an object of texts; `x-secret` hides a field.' }) fields!: object;
  @TextList({ description: 'The only hosts it is sent to.' }) hosts!: readonly string[];
  @Flag({ description: 'Whether `test` can show that it works.' }) hasTest!: boolean;
  @Moment({ nullable: true, description: 'When it was entered; null: not yet. What was entered is never shown.' })
  setAt!: number | null;
  @Text({ nullable: true, description: 'Who entered it.' }) setBy!: string | null;
}

export class CredentialList {
  @NestedList(() => CredentialView) items!: readonly CredentialView[];
}

export class CredentialValues {
  @AnyObject({ description: 'A text for each field. Replaces what was entered before.', values: { type: 'string' } })
  values!: Readonly<Record<string, string>>;
}

export class CredentialTest {
  @Flag() ok!: boolean;
  @Int({ nullable: true, description: 'What the other side answered, an HTTP status; null: nothing.' })
  status!: number | null;
  @AnyObject({ description: 'What happened, in both languages.' }) message!: LocalText;
}
