import { Choice, Int, Moment, NestedList, Text } from '../http/fields.js';

export const KEY_KINDS = ['write', 'secret'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

export class NewApiKey {
  @Text({ max: 100, description: 'What it is for: "web shop".' }) name!: string;
  @Choice(KEY_KINDS, { description: '`write` may only send events to /v1; `secret` may use the API as an editor.' })
  kind!: KeyKind;
}

export class ApiKeyView {
  @Int() id!: number;
  @Text() name!: string;
  @Choice(KEY_KINDS) kind!: KeyKind;
  @Text({ description: 'The beginning of the key, to tell keys apart.' }) prefix!: string;
  @Moment() createdAt!: number;
  @Moment({ nullable: true }) lastUsedAt!: number | null;
  @Moment({ nullable: true }) revokedAt!: number | null;
}

export class CreatedApiKey extends ApiKeyView {
  @Text({ description: 'The whole key. Shown this once; only its hash is kept.' }) key!: string;
}

export class ApiKeyList {
  @NestedList(() => ApiKeyView) items!: ApiKeyView[];
}
