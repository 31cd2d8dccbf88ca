import type { NodeSpec, PluginManifest } from '@sojourn/plugin-sdk';
import { fileHashes } from './hashes.js';
import { SIGNATURE_FILE } from './limits.js';
import { signPackage } from './signature.js';

const words = (en: string, zh: string) => ({ en, 'zh-CN': zh });

/** For specs: a node that decides by one attribute. */
export const sampleNode: NodeSpec = {
  type: 'forecast',
  typeVersion: 1,
  kind: 'split',
  category: 'data',
  title: words('Forecast', '天气预报'),
  description: words('Asks for the weather', '查询天气'),
  icon: 'CloudOutlined',
  inputs: 1,
  waits: false,
  summary: words('Weather', '天气'),
  config: {
    type: 'object',
    properties: { city: { type: 'string', maxLength: 50, title: 'City', 'x-zh-CN': { title: '城市' } } },
    required: ['city'],
    additionalProperties: false,
  },
  defaults: { city: 'Ulm' },
  outcomes: [
    { id: 'dry', label: words('Dry', '晴'), role: 'success' },
    { id: 'failed', label: words('Failed', '失败'), role: 'failure' },
  ],
  data: { reads: ['attributes.city'] },
  uses: ['http'],
  effects: { kind: 'none', idempotency: 'pure', dryRun: 'run' },
  reasons: { dry: words('No rain', '无雨') },
};

export const sampleManifest: PluginManifest = {
  id: 'acme.weather',
  version: '1.0.0',
  sdk: '^1.0.0',
  product: '>=0.1.0',
  title: words('Weather', '天气'),
  description: words('Weather for journeys', '旅程中的天气'),
  locales: ['en', 'zh-CN'],
  main: 'dist/plugin.js',
  capabilities: [
    {
      kind: 'http',
      hosts: ['api.acme.test', '*.eu.acme.test'],
      methods: ['GET', 'POST'],
      paths: ['/v1/*'],
      reason: words('To ask for the weather', '查询天气'),
    },
    { kind: 'contacts.read', fields: ['attributes.city'], reason: words('To know where', '了解所在城市') },
  ],
  nodes: [sampleNode],
};

/** The files of a package with that manifest, unsigned. */
export function sampleFiles(manifest: PluginManifest = sampleManifest): Map<string, string> {
  return new Map([
    [
      'package.json',
      JSON.stringify({ name: '@acme/weather', version: manifest.version, keywords: ['sojourn-plugin'] }),
    ],
    ['plugin.json', JSON.stringify(manifest)],
    ['dist/plugin.js', 'var sojournPlugin = {};'],
    ['README.md', '# Weather'],
  ]);
}

/** The same with a signature over it. */
export function signedFiles(privateKey: string, files: Map<string, string> = sampleFiles()): Map<string, string> {
  const { id, version } = JSON.parse(files.get('plugin.json')!) as PluginManifest; // every sample has one
  const bytes = new Map([...files].map(([path, text]) => [path, Buffer.from(text)]));
  const signature = signPackage({ plugin: id, version, files: fileHashes(bytes) }, privateKey);
  return new Map([...files, [SIGNATURE_FILE, JSON.stringify(signature)]]);
}
