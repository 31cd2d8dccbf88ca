import { Inject, Injectable } from '@nestjs/common';
import {
  pluginOfType,
  remedyFor,
  type JourneyDocument,
  type NodeCatalogue,
  type PluginPin,
  type PluginPins,
} from '@sojourn/journey';
import type { LocalText } from '@sojourn/kernel';
import type { Manifest } from '@sojourn/plugin-sdk';
import {
  PLUGIN_CATALOGUE,
  PLUGINS,
  type InstalledPlugins,
  type InstalledVersion,
  type PluginCatalogue,
} from '../ports.js';
import { typesOf, type PluginType } from './plugin-types.js';

/** What of a drawing says which plugins it stands on. */
export type Drawn = Pick<JourneyDocument, 'nodes' | 'plugins'>;

/** A node type as the studio hears of it. `plugin` and what follows are there for plugins from outside alone. */
export type NodeTypeView = Omit<Manifest, 'plugin'> & {
  readonly plugin?: { readonly id: string; readonly version: string; readonly hash?: string };
  readonly state: InstalledVersion['state'];
  /** What is the matter, and what a person does about it. */
  readonly remedy?: LocalText;
};

/** Which node types a workspace has: what ships, what is installed, and what a drawing pins. */
@Injectable()
export class NodeTypeService {
  constructor(
    @Inject(PLUGINS) private readonly shipped: InstalledPlugins,
    @Inject(PLUGIN_CATALOGUE) private readonly installed: PluginCatalogue,
  ) {}

  /** The node types of a drawing: each plugin in the version that it pins, else in that of the workspace. */
  async catalogueOf(workspaceId: number, document: Drawn): Promise<NodeCatalogue> {
    return (await this.cataloguesOf(workspaceId, [document]))(document);
  }

  /** The same for many drawings at once. */
  async cataloguesOf(workspaceId: number, documents: readonly Drawn[]): Promise<(document: Drawn) => NodeCatalogue> {
    const own = documents.map((document) => ({ document, types: typesDrawn(document) }));
    const pins = own.flatMap(({ document, types }) => types.flatMap((type) => pinOf(document.plugins, type) ?? []));
    const loose = own.some(({ document, types }) => types.some((type) => !pinOf(document.plugins, type)));
    const pinned = byHash(pins.length > 0 ? await this.installed.byPins(workspaceId, pins) : []);
    const isAsked = loose || pins.some(({ hash }) => mayBeOther(pinned.get(hash)?.state));
    const current = isAsked ? await this.installed.installed(workspaceId) : [];
    return (document) => catalogue(this.shipped, pinned, current, document);
  }

  /** The plugin behind each third-party type of a drawing, as far as one is stored. */
  async pluginsOf(workspaceId: number, document: Drawn): Promise<ReadonlyMap<string, InstalledVersion>> {
    const types = typesDrawn(document);
    const pins = types.flatMap((type) => pinOf(document.plugins, type) ?? []);
    const pinned = byHash(pins.length > 0 ? await this.installed.byPins(workspaceId, pins) : []);
    const current = pins.length < types.length ? await this.installed.installed(workspaceId) : [];
    return new Map(
      types.flatMap((type): [string, InstalledVersion][] => {
        const found = versionFor(type, document, pinned, current);
        return found ? [[type, found]] : [];
      }),
    );
  }

  /** What a palette lists and a canvas draws: a ghost, too, is drawn by its manifest. */
  async list(workspaceId: number, document?: Drawn): Promise<NodeTypeView[]> {
    const current = await this.installed.installed(workspaceId);
    const views = new Map<string, NodeTypeView>();
    for (const version of current)
      for (const [name, { manifest }] of typesOf(version)) views.set(name, viewOf(manifest, version, current));
    const pins = document ? typesDrawn(document).flatMap((type) => pinOf(document.plugins, type) ?? []) : [];
    const pinned = byHash(pins.length > 0 ? await this.installed.byPins(workspaceId, pins) : []);
    for (const type of document ? typesDrawn(document) : []) {
      const version = pinned.get(pinOf(document?.plugins, type)?.hash ?? '');
      const own = version && typesOf(version).get(type);
      if (own) views.set(type, viewOf(own.manifest, version, current));
    }
    const shipped = new Set(this.shipped.manifests.map(({ name }) => name));
    return [
      ...this.shipped.manifests.map((manifest): NodeTypeView => ({ ...manifest, state: 'ok' })),
      ...[...views.values()].filter(({ name }) => !shipped.has(name)),
    ];
  }

  /** The drawing with a pin for each plugin it stands on, and for no other: what it names itself, else what the workspace has now. */
  async pinned<D extends Drawn>(workspaceId: number, document: D, before?: PluginPins): Promise<D> {
    const types = typesDrawn(document);
    const { plugins: given, ...rest } = document;
    if (types.length === 0) return given === undefined ? document : (rest as D); // all but an optional field
    const wanted = (type: string): PluginPin | undefined => pinOf(given, type) ?? pinOf(before, type);
    const current = types.every(wanted) ? [] : await this.installed.installed(workspaceId);
    const plugins = Object.fromEntries(
      types.flatMap((type): [string, PluginPin][] => {
        const pin = wanted(type) ?? current.find((version) => typesOf(version).has(type))?.pin;
        return pin ? [[type, pin]] : [];
      }),
    );
    return { ...document, plugins };
  }
}

/** Third-party types of a drawing, each once. */
export function typesDrawn({ nodes }: Pick<Drawn, 'nodes'>): readonly string[] {
  return [...new Set(nodes.map(({ type }) => type))].filter((type) => pluginOfType(type) !== undefined);
}

export function pinOf(pins: PluginPins | undefined, type: string): PluginPin | undefined {
  return pins && Object.hasOwn(pins, type) ? pins[type] : undefined;
}

function catalogue(
  shipped: InstalledPlugins,
  pinned: ReadonlyMap<string, InstalledVersion>,
  current: readonly InstalledVersion[],
  { plugins }: Drawn,
): NodeCatalogue {
  const own = (type: string): { readonly type: PluginType; readonly version: InstalledVersion } | undefined => {
    const version = versionFor(type, { plugins }, pinned, current);
    const found = version && typesOf(version).get(type);
    return found && { type: found, version };
  };
  return {
    // Nobody takes the place of what ships.
    get: (type) => shipped.catalogue.get(type) ?? own(type)?.type.nodeType,
    pluginOf(type) {
      if (shipped.catalogue.get(type)) return undefined;
      const found = own(type);
      const pin = pinOf(plugins, type) ?? found?.version.pin;
      if (!pin) return undefined;
      const state = found?.version.state ?? 'missing';
      return { pin, state, installed: otherThan(pin, state, current) };
    },
  };
}

function versionFor(
  type: string,
  { plugins }: Pick<Drawn, 'plugins'>,
  pinned: ReadonlyMap<string, InstalledVersion>,
  current: readonly InstalledVersion[],
): InstalledVersion | undefined {
  const pin = pinOf(plugins, type);
  return pin ? pinned.get(pin.hash) : current.find((version) => typesOf(version).has(type));
}

/** Whether a pin stands for bytes that the workspace never had, and may have others of the same plugin. */
function mayBeOther(state: InstalledVersion['state'] | undefined): boolean {
  return state === undefined || state === 'missing' || state === 'no-consent';
}

/** The version of a plugin that the workspace has and may run, where a drawing names another that it never had. */
function otherThan(
  { plugin, hash }: PluginPin,
  state: InstalledVersion['state'],
  current: readonly InstalledVersion[],
): string | undefined {
  if (!mayBeOther(state)) return undefined;
  return current.find(({ pin, state: now }) => pin.plugin === plugin && pin.hash !== hash && now === 'ok')?.pin.version;
}

function viewOf(
  manifest: Manifest,
  { pin, state }: InstalledVersion,
  current: readonly InstalledVersion[],
): NodeTypeView {
  const installed = otherThan(pin, state, current);
  return {
    ...manifest,
    plugin: { id: pin.plugin, version: pin.version, hash: pin.hash },
    state,
    ...(state !== 'ok' && {
      remedy: remedyFor(pin.plugin, state, installed === undefined ? undefined : { pinned: pin.version, installed }),
    }),
  };
}

function byHash(versions: readonly InstalledVersion[]): ReadonlyMap<string, InstalledVersion> {
  return new Map(versions.map((version) => [version.pin.hash, version]));
}
