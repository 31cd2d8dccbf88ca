import type { JsonObject } from '@sojourn/kernel';
import { listOf, shape, text, texts, textOf } from './atoms.js';
import { capability } from './capabilities.js';
import { credential } from './credentials.js';
import { node } from './node.js';

const version: JsonObject = textOf(100);
const image: JsonObject = {
  type: 'string',
  maxLength: 200,
  pattern: '^([A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*\\.svg$',
  'x-hint': { en: 'the path of an SVG file inside the package', 'zh-CN': '包内 SVG 文件的路径' },
};

/** JSON Schema of `plugin.json`, version 1; the package has it as `schema/plugin.schema.json`. */
export const pluginManifestSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:sojourn:plugin:1',
  title: 'Sojourn plugin manifest, version 1',
  ...shape(
    {
      $schema: { type: 'string', description: 'Where an editor finds this schema; nothing else reads it.' },
      id: {
        type: 'string',
        description: 'publisher.name',
        pattern: '^[a-z][a-z0-9-]{0,38}\\.[a-z][a-z0-9-]{0,62}$',
        'x-hint': { en: 'publisher.name in lower case, such as acme.weather', 'zh-CN': '小写的“发布者.名称”，例如 acme.weather' }, // prettier-ignore
      },
      version: { ...version, description: 'Semantic version.' },
      sdk: { ...version, description: 'Range of contract versions it was written for: ^1.0.0' },
      product: { ...version, description: 'Range of product versions: >=0.1.0' },
      title: { ...text, description: 'What it is called, on its page and on the consent screen.' },
      description: { ...text, description: 'What it does, in a sentence or two.' },
      publisher: shape(
        {
          name: textOf(100, { description: 'Who makes it.' }),
          url: textOf(500, { pattern: '^https://', description: 'Their site.' }),
          support: textOf(500, { description: 'Where to ask for help: an address of the web or of mail.' }),
        },
        ['name'],
        { description: 'Whom it is from; shown, and proved by nothing: the signature is what counts.' },
      ),
      icons: shape(
        { light: { ...image, description: 'For light screens.' }, dark: { ...image, description: 'For dark ones.' } },
        ['light', 'dark'],
        {
          description: 'SVG files inside the package, at most 16 KiB each.',
        },
      ),
      main: {
        type: 'string',
        const: 'dist/plugin.js',
        description: 'The bundle. Absent when every node is declarative.',
      },
      locales: { ...listOf({ enum: ['en', 'zh-CN'] }, 2, 2), description: 'Languages that every text has: both.' },
      texts: { ...texts, description: 'Words for ctx.t(key).' },
      capabilities: {
        type: 'array',
        items: capability,
        maxItems: 30,
        description: 'What it asks of the host: what its nodes need, no less and no more.',
      },
      credentials: {
        type: 'array',
        items: credential,
        maxItems: 10,
        description: 'Secrets that a workspace enters; the host puts them into calls, the code never sees them.',
      },
      nodes: { type: 'array', items: node, minItems: 1, maxItems: 50, description: 'The node types it brings.' },
    },
    ['id', 'version', 'sdk', 'product', 'title', 'description', 'locales', 'nodes'],
  ),
};
