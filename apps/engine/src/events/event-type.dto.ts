import { AnyJson, Int, Text, TextList } from '../http/fields.js';

export class EventTypeView {
  @Text() type!: string;
  @Int() count!: number;
  @TextList({ description: 'Names of properties seen in recent events of this type.' }) properties!: string[];
}

export class AttributeView {
  @Text({ description: 'Dotted path.' }) path!: string;
  @AnyJson({ description: 'A value seen lately.' }) sample!: unknown;
}

export class TagView {
  @Text() tag!: string;
  @Int() count!: number;
}
