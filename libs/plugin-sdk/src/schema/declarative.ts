import type { JsonObject } from '@sojourn/kernel';
import { id, name, shape, textOf } from './atoms.js';
import { HTTP_METHODS } from '../capabilities/kinds.js';

const templates: JsonObject = {
  type: 'object',
  maxProperties: 30,
  additionalProperties: { type: 'string', maxLength: 2_000 },
};
const paths: JsonObject = { type: 'object', maxProperties: 30, additionalProperties: textOf(200) };

/** A node without code: one request for each item, and a table from its answer to outcomes. */
export const declarative: JsonObject = shape(
  {
    request: shape(
      {
        method: { enum: HTTP_METHODS },
        url: textOf(2_000, {
          pattern: '^https?://[^/{}\\s?#]+(/|$)',
          'x-hint': {
            en: 'an address whose host has no {{ holes }}',
            'zh-CN': '域名部分不含 {{ 占位符 }} 的地址',
          },
        }),
        headers: templates,
        query: templates,
        body: { type: 'object' },
        credential: name,
      },
      ['method', 'url'],
    ),
    outcomes: {
      type: 'array',
      minItems: 1,
      maxItems: 30,
      items: shape(
        {
          status: {
            type: 'string',
            pattern: '^([1-5][0-9]{2}|[1-5]xx|\\*|error)$',
            'x-hint': { en: '200, 2xx, * or error', 'zh-CN': '200、2xx、* 或 error' },
          },
          when: shape({ path: textOf(200), equals: { type: ['string', 'number', 'boolean', 'null'] } }, [
            'path',
            'equals',
          ]),
          outcome: id,
          why: id,
          output: paths,
          set: paths,
        },
        ['status', 'outcome', 'why'],
      ),
    },
  },
  ['request', 'outcomes'],
);
