import { UserError } from '@sojourn/kernel';
import { integrityOf, isPackageName, PACKAGE_LIMITS } from '@sojourn/packaging';
import { registryHttp, type RegistryHttpOptions } from './registry-http.js';
import { PLUGIN_KEYWORD, searchPlugins, type FindPage, type Hit, type SearchAsk } from './registry-search.js';

/** One hit of a search. */
export interface FoundPackage {
  /** `@acme/plugin-weather` */
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly publisher: string;
  /** Epoch milliseconds. */
  readonly date: number | null;
  /** Of its own choice; without the one that all plugins have. */
  readonly keywords: readonly string[];
}

export interface FetchedPackage {
  readonly bytes: Buffer;
  readonly integrity: string;
  /** What the publisher says of a version that should not be used any more. */
  readonly deprecated: string | undefined;
}

/** What the registry says of a package's versions. */
export interface Packument {
  readonly latest: string | undefined;
  readonly versions: ReadonlyMap<string, { readonly deprecated: string | undefined }>;
}

/** The npm registry that an operator named. */
export interface PluginRegistry {
  readonly url: string;
  search(ask: SearchAsk): Promise<{ readonly items: readonly FoundPackage[]; readonly total: number }>;
  /** Undefined when there is no such package. */
  versions(name: string): Promise<Packument | undefined>;
  /** The bytes of exactly this version, as its registry promised them. Throws UserError `registry.*`. */
  fetch(name: string, version: string): Promise<FetchedPackage>;
  close(): Promise<void>;
}

const PACKUMENT_LIMIT = 16 * 1024 * 1024;
const ABBREVIATED = 'application/vnd.npm.install-v1+json, application/json;q=0.9';

interface VersionEntry {
  readonly deprecated?: unknown;
  readonly dist?: { readonly tarball?: unknown; readonly integrity?: unknown };
}
interface Document {
  readonly 'dist-tags'?: { readonly latest?: unknown };
  readonly versions?: { readonly [version: string]: VersionEntry };
}
export function createPluginRegistry(options: RegistryHttpOptions): PluginRegistry {
  const http = registryHttp(options);
  const url = options.registry;

  const document = async (name: string): Promise<Document | undefined> => {
    if (!isPackageName(name)) return undefined;
    const bytes = await http.get(`${url}/${name.replace('/', '%2f')}`, PACKUMENT_LIMIT, ABBREVIATED);
    return bytes && readJson<Document>(bytes, url);
  };
  const find: FindPage = async (text, from, size) => {
    const query = new URLSearchParams({ text, size: String(size), from: String(from) });
    const bytes = await http.get(`${url}/-/v1/search?${query}`, PACKUMENT_LIMIT, 'application/json');
    return bytes ? readJson(bytes, url) : {};
  };

  return {
    url,
    async search(ask) {
      const { hits, total } = await searchPlugins(find, ask);
      return { items: hits.flatMap(foundOf), total };
    },
    async versions(name) {
      const found = await document(name);
      if (!found) return undefined;
      const latest = found['dist-tags']?.latest;
      return {
        latest: typeof latest === 'string' ? latest : undefined,
        versions: new Map(Object.entries(found.versions ?? {}).map(([version, entry]) => [version, { deprecated: noteOf(entry) }])), // prettier-ignore
      };
    },
    async fetch(name, version) {
      const found = await document(name);
      if (!found) throw noPackage(name);
      const entry = Object.hasOwn(found.versions ?? {}, version) ? found.versions?.[version] : undefined;
      if (!entry) throw noVersion(name, version);
      const { tarball, integrity } = entry.dist ?? {};
      if (typeof tarball !== 'string' || typeof integrity !== 'string' || !/(^|\s)sha512-/.test(integrity))
        throw new UserError(`The registry gives no SHA-512 of ${name} ${version}. Publish it with a current npm.`, {
          code: 'registry.no-integrity',
          status: 422,
          details: { name, version },
        });
      const bytes = await http.get(tarball, PACKAGE_LIMITS.packedBytes, 'application/octet-stream');
      if (!bytes) throw noVersion(name, version);
      const own = integrityOf(bytes);
      if (!integrity.split(/\s+/).includes(own))
        throw new UserError(`The bytes of ${name} ${version} are not those that the registry promises. Do not install it; tell whoever runs the registry.`, { code: 'registry.wrong-bytes', status: 422, details: { name, version } }); // prettier-ignore
      return { bytes, integrity: own, deprecated: noteOf(entry) };
    },
    close: () => http.close(),
  };
}

function foundOf({ package: found }: Hit): FoundPackage[] {
  const version = found?.version ?? found?.['dist-tags']?.latest;
  if (!found?.name || !version) return [];
  const date = Date.parse(found.date ?? found.time?.modified ?? '');
  return [
    {
      name: found.name.slice(0, 214),
      version: version.slice(0, 64),
      description: (found.description ?? '').slice(0, 500),
      publisher: (found.publisher?.username ?? found.author?.name ?? '').slice(0, 100),
      date: Number.isNaN(date) ? null : date,
      keywords: keywordsOf(found.keywords),
    },
  ];
}

function keywordsOf(given: readonly string[] | string = []): readonly string[] {
  const own = [given].flat().filter((one) => typeof one === 'string' && one !== PLUGIN_KEYWORD);
  return own.slice(0, 20).map((one) => one.slice(0, 64));
}

/** npm writes a text; some registries an empty one when it was taken back. */
function noteOf({ deprecated }: VersionEntry): string | undefined {
  return typeof deprecated === 'string' && deprecated !== '' ? deprecated.slice(0, 500) : undefined;
}

function readJson<T>(bytes: Buffer, registry: string): T {
  try {
    return JSON.parse(bytes.toString('utf8')) as T;
  } catch (cause) {
    throw new UserError(`${registry} does not answer as an npm registry does. Check SOJOURN_PLUGIN_REGISTRY.`, {
      code: 'registry.no-registry',
      status: 424,
      cause,
      details: { registry },
    });
  }
}

function noPackage(name: string): UserError {
  return new UserError(`The registry has no package ${name}. Check the spelling.`, {
    code: 'registry.no-package',
    status: 404,
    details: { name },
  });
}

function noVersion(name: string, version: string): UserError {
  return new UserError(`The registry has no version ${version} of ${name}; it may have been withdrawn.`, {
    code: 'registry.no-version',
    status: 404,
    details: { name, version },
  });
}
