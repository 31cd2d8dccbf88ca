import { AnyObject, Int, QueryInt, Text, TextList } from '../../http/fields.js';

export class TypingsQuery {
  @QueryInt({ min: 1 }) journey!: number;
  @Text({ max: 64, description: 'Id of a node of the draft.' }) node!: string;
}

export class TypingsRequest {
  @Int({ min: 1 }) journey!: number;
  @Text({ max: 64, description: 'Id of a node of the document.' }) node!: string;
  @AnyObject({ optional: true, description: 'A journey document that is not saved yet; the draft by default.' })
  document?: Record<string, unknown>;
}

export class TypingsView {
  @Text({
    min: 0,
    max: 1_000_000,
    description:
      'A TypeScript module: `Contact`, `Context`, `Result` and `Script`, the type of `async (contact, context, log) => { ... }`.',
  })
  typings!: string;
  @TextList({ description: 'Event types by which runs come in.' }) events!: string[];
  @AnyObject({ description: 'What earlier nodes leave, with made-up values, for trying things out.' })
  variables!: Record<string, unknown>;
  @TextList({ description: 'Every field the script could be allowed to read: `attributes.spend`, `email`, `tags`.' })
  readable!: string[];
  @TextList({
    nullable: true,
    description: 'The fields that the script names; null when it hands the contact on whole, so that it may read any.',
  })
  named!: string[] | null;
}
