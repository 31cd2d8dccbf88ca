import type { JsonObject } from '@sojourn/kernel';
import { listOf, name, shape, text, textOf } from './atoms.js';
import { HTTP_METHODS } from '../capabilities/kinds.js';
import { host } from './capabilities.js';

const filled: JsonObject = { type: 'object', maxProperties: 10, additionalProperties: textOf(500) };

/** A secret that a workspace enters for a plugin. */
export const credential: JsonObject = shape(
  {
    name: { ...name, description: 'By which requests name it: `{ credential: "account" }`.' },
    title: { ...text, description: 'What the person who enters it knows it by.' },
    help: { ...text, description: 'Where to find it.' },
    fields: {
      type: 'object',
      description: 'JSON Schema of an object of texts; `x-secret: true` hides a field.',
      properties: { type: { const: 'object' }, properties: { type: 'object', minProperties: 1, maxProperties: 10 } },
      required: ['type', 'properties'],
    },
    inject: shape(
      {
        headers: { ...filled, propertyNames: { pattern: '^[A-Za-z0-9-]{1,100}$' } },
        query: filled,
        basic: shape({ user: textOf(500), password: textOf(500) }, ['user', 'password']),
      },
      [],
      { minProperties: 1, description: 'Where the host puts it; `{field}` holes are filled on its side.' },
    ),
    hosts: { ...listOf(host, 20, 1), description: 'Where it is sent, and nowhere else.' },
    test: shape({ method: { enum: HTTP_METHODS }, url: textOf(1_000, { pattern: '^https://' }) }, ['method', 'url'], {
      description: 'A call that shows that it works: a status below 400.',
    }),
  },
  ['name', 'title', 'fields', 'inject', 'hosts'],
);
