import { HTTP_METHODS } from '../capabilities/kinds.js';
import type { JsonObject } from '@sojourn/kernel';
import { listOf, shape, text, textOf, whole } from './atoms.js';

export const host: JsonObject = {
  type: 'string',
  maxLength: 200,
  // A name with a letter in its last part: never an address, never a bare star.
  pattern: '^(\\*\\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?(:[0-9]{1,5})?$',
  'x-hint': {
    en: 'a host such as api.acme.test or *.acme.test; addresses and a bare * are refused',
    'zh-CN': '形如 api.acme.test 或 *.acme.test 的域名，不能是 IP 地址或单独的 *',
  },
};
const path: JsonObject = {
  type: 'string',
  maxLength: 300,
  pattern: '^/([^*?#\\s%]*/)?\\*$|^/[^*?#\\s%]*$',
  'x-hint': { en: 'a path such as /v1/users, /v1/* or /*', 'zh-CN': '形如 /v1/users、/v1/* 或 /* 的路径' },
};
const NAME = '[^\\s*]{1,100}';
/** Words of `data.reads`. */
export const readField: JsonObject = {
  type: 'string',
  pattern: `^(email|phone|externalId|language|timeZone|tags|event|attributes\\.(\\*|${NAME})|variables\\.(\\*|${NAME})|events\\.[^*]{1,100})$`,
  'x-hint': {
    en: 'email, phone, externalId, language, timeZone, tags, event, attributes.<path>, variables.<name> or events.<type>',
    'zh-CN':
      'email、phone、externalId、language、timeZone、tags、event、attributes.<路径>、variables.<名称> 或 events.<类型>',
  },
};
/** Words of `data.writes`. */
export const writeField: JsonObject = {
  type: 'string',
  pattern: `^(attributes|tags)\\.(\\*|${NAME})$`,
  'x-hint': { en: 'attributes.<name> or tags.<name>', 'zh-CN': 'attributes.<名称> 或 tags.<名称>' },
};
const grantedRead: JsonObject = { if: { const: 'events.*' }, else: readField };

const reason = { reason: { ...text, description: 'Why, in plain words: the consent screen shows it.' } };

const variant = (kind: string, properties: JsonObject): JsonObject =>
  shape({ kind: { const: kind }, ...properties, ...reason }, ['kind', ...Object.keys(properties), 'reason']);

/** What a plugin asks of the host. */
export const capability: JsonObject = {
  type: 'object',
  required: ['kind'],
  discriminator: { propertyName: 'kind' },
  oneOf: [
    variant('http', {
      hosts: { ...listOf(host, 20, 1), description: 'Names; `*.acme.test` stands for all below it. A port only when it is not the usual one.' },
      methods: listOf({ enum: HTTP_METHODS }, 5, 1),
      paths: { ...listOf(path, 20, 1), description: '`/*` at the end stands for all below it.' },
    }), // prettier-ignore
    variant('contacts.read', {
      fields: { ...listOf(grantedRead, 200, 1), description: 'What its nodes read, in the words of `data.reads`.' },
    }),
    variant('contacts.write', {
      fields: { ...listOf(writeField, 200, 1), description: 'What its nodes write, in the words of `data.writes`.' },
    }),
    variant('messages.send', {
      channels: {
        ...listOf(textOf(40), 20, 1),
        description: 'Channels of the workspace: email, sms, inbox and others.',
      },
      perContactPerDay: whole(1, 1_000, 'Messages to one contact within 24 hours at most.'),
    }),
    variant('kv', {
      scopes: {
        ...listOf({ enum: ['workspace', 'contact', 'node'] }, 3, 1),
        description: 'Shared by all, for each contact, for each node.',
      },
      quotaKb: whole(1, 10_240, 'KiB for the whole workspace.'),
    }),
    variant('events.emit', {
      names: { ...listOf(textOf(100), 50, 1), description: 'Types of the events that it records or brings.' },
    }),
    ...['coupons', 'collectibles', 'scripts', 'webhooks'].map((kind) => variant(kind, {})),
  ],
};
