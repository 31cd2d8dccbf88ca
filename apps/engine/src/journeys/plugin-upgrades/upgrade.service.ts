import { Inject, Injectable } from '@nestjs/common';
import { pluginOfType, type JourneyDocument, type JourneyNode } from '@sojourn/journey';
import type { Clock, Issue } from '@sojourn/kernel';
import { qualifiedType, type NodeSpec } from '@sojourn/plugin-sdk';
import { drawings, journeyVersions, recordAudit, type Database } from '@sojourn/storage';
import type { Caller } from '../../accounts/caller.js';
import { NodeTypeService, pinOf, typesDrawn } from '../../node-types/node-type.service.js';
import { CLOCK, DATABASE, PLUGIN_CATALOGUE, PLUGIN_RUNNER, type InstalledVersion, type PluginCatalogue, type PluginRunner } from '../../ports.js'; // prettier-ignore
import { issuesOf } from '../issues-of.js';
import { noSuchJourney, staleRevision } from '../journey.errors.js';
import { comparedVersions } from './compare-versions.js';
import { NOT_DRAWN_BEFORE } from './compared-words.js';
import { configChanges } from './config-diff.js';
import { migratedConfig, type MigratedConfig } from './migrate-config.js';
import { SampleItems } from './sample-items.js';
import type { EarlierPin, PluginUpgrade, PluginUpgrades, PluginVersionName, UpgradePreviewRequest, UpgradeDone, UpgradedNode, UpgradePreview, JourneyUpgradeRequest } from './upgrade.dto.js'; // prettier-ignore
import { noSuchPluginVersion, notDrawn, notMigrated, pluginUnavailable } from './upgrade.errors.js';

type Drawing = NonNullable<Awaited<ReturnType<typeof drawings.find>>>;
/** One type of a draft, from one version of its plugin to another. */
interface Move {
  readonly nodes: readonly JourneyNode[];
  readonly from: InstalledVersion | undefined;
  readonly to: InstalledVersion;
  readonly toSpec: NodeSpec;
  readonly fromSpec: NodeSpec | undefined;
}

const USUAL_CONTACTS = 20;

/**
 * Moves a draft from one version of a plugin to another: configs are migrated in the sandbox, and what would change is shown
 * before. Nothing live changes until the draft is published; people under way finish on the version they began with.
 */
@Injectable()
export class UpgradeService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PLUGIN_CATALOGUE) private readonly installed: PluginCatalogue,
    @Inject(PLUGIN_RUNNER) private readonly runner: PluginRunner,
    @Inject(NodeTypeService) private readonly types: NodeTypeService,
  ) {}

  async list(workspaceId: number, journeyId: number): Promise<PluginUpgrades> {
    const { draft } = await this.#drawing(workspaceId, journeyId);
    const pinned = await this.types.pluginsOf(workspaceId, draft);
    const current = await this.installed.installed(workspaceId);
    const items = typesDrawn(draft).flatMap((type): PluginUpgrade[] => {
      // Drawn elsewhere with bytes that nobody has stored here: it can be moved all the same.
      const pin = pinOf(draft.plugins, type);
      const from = pinned.get(type) ?? (pin && { pin, state: 'missing' as const });
      const to = current.find((version) => from && version.pin.plugin === from.pin.plugin && specOf(version, type));
      if (!from || !to || from.pin.hash === to.pin.hash) return [];
      const nodes = draft.nodes.filter((node) => node.type === type).map(({ id }) => id);
      return [{ type, plugin: from.pin.plugin, from: nameOf(from), to: nameOf(to), nodes }];
    });
    return { items, rollbacks: await this.#earlier(workspaceId, journeyId, draft) };
  }

  async preview(
    workspaceId: number,
    journeyId: number,
    { type, toHash, contacts = USUAL_CONTACTS }: UpgradePreviewRequest,
  ): Promise<UpgradePreview> {
    // prettier-ignore
    const { draft } = await this.#drawing(workspaceId, journeyId);
    const move = await this.#move(workspaceId, draft, type, toHash, true);
    const samples = new SampleItems(this.database, this.clock, workspaceId, draft.timeZone);
    const nodes: UpgradedNode[] = [];
    const configs = new Map<string, JourneyNode['config']>();
    for (const node of move.nodes) {
      const migrated = await this.#migrated(workspaceId, move, node);
      if ('fault' in migrated) {
        nodes.push({ nodeId: node.id, before: node.config, after: null, changes: [], lossy: [], compared: null, note: null, fault: migrated.fault }); // prettier-ignore
        continue;
      }
      const { config, lossy } = migrated;
      configs.set(node.id, config);
      const { compared, note } = await this.#compared({ workspaceId, journeyId, type, nodeId: node.id }, move, node.config, config, samples, contacts); // prettier-ignore
      nodes.push({ nodeId: node.id, before: node.config, after: config, changes: [...configChanges(node.config, config)], lossy: [...lossy], compared, note }); // prettier-ignore
    }
    return { nodes, issues: await this.#issues(workspaceId, moved(draft, type, move.to, configs)) };
  }

  async apply(
    caller: Caller,
    journeyId: number,
    { type, toHash, revision }: JourneyUpgradeRequest,
  ): Promise<UpgradeDone> {
    const { workspaceId } = caller;
    const { draft, draftRevision } = await this.#drawing(workspaceId, journeyId);
    if (draftRevision !== revision) throw staleRevision(draftRevision);
    const move = await this.#move(workspaceId, draft, type, toHash);
    const configs = new Map<string, JourneyNode['config']>();
    for (const node of move.nodes) {
      const migrated = await this.#migrated(workspaceId, move, node);
      if ('fault' in migrated) throw notMigrated(node.id, migrated.fault);
      configs.set(node.id, migrated.config);
    }
    return this.#save(caller, journeyId, revision, moved(draft, type, move.to, configs), {
      type,
      move,
      deed: 'upgraded',
    });
  }

  /** The configs are those of the latest version of the journey that pins these bytes; what was drawn since keeps its own. */
  async rollback(
    caller: Caller,
    journeyId: number,
    { type, toHash, revision }: JourneyUpgradeRequest,
  ): Promise<UpgradeDone> {
    const { workspaceId } = caller;
    const { draft, draftRevision } = await this.#drawing(workspaceId, journeyId);
    if (draftRevision !== revision) throw staleRevision(draftRevision);
    const move = await this.#move(workspaceId, draft, type, toHash);
    const versions = await journeyVersions.list(this.database.read, workspaceId, journeyId);
    const before = versions.find(({ document }) => document.plugins?.[type]?.hash === toHash);
    if (!before) throw noSuchPluginVersion(type, toHash);
    const configs = new Map(
      before.document.nodes.flatMap((node) => (node.type === type ? [[node.id, node.config]] : [])),
    );
    return this.#save(caller, journeyId, revision, moved(draft, type, move.to, configs), {
      type,
      move,
      deed: 'rolled-back',
    });
  }

  async #save(
    caller: Caller,
    journeyId: number,
    revision: number,
    draft: JourneyDocument,
    { type, move, deed }: { readonly type: string; readonly move: Move; readonly deed: string },
  ): Promise<UpgradeDone> {
    const { workspaceId, userId, apiKeyId } = caller;
    const now = this.clock.now();
    await this.database.inTransaction(async (tx) => {
      if (!(await drawings.saveDraft(tx, { workspaceId, id: journeyId, draft, revision, now })))
        throw staleRevision((await drawings.lock(tx, workspaceId, journeyId))?.draftRevision ?? revision);
      const details = { type, from: move.from?.pin.version, to: move.to.pin.version, hash: move.to.pin.hash };
      await recordAudit(tx, { workspaceId, userId, apiKeyId, at: now, action: `journey.plugin-${deed}`, subject: `journey ${journeyId}`, details }); // prettier-ignore
    });
    return { revision: revision + 1, issues: await this.#issues(workspaceId, draft) };
  }

  async #compared(
    at: { readonly workspaceId: number; readonly journeyId: number; readonly type: string; readonly nodeId: string },
    { from, fromSpec, to, toSpec }: Move,
    before: JourneyNode['config'],
    after: JourneyNode['config'],
    samples: SampleItems,
    contacts: number,
  ): Promise<Pick<UpgradedNode, 'compared' | 'note'>> {
    if (!from || !fromSpec) return { compared: null, note: NOT_DRAWN_BEFORE };
    if (contacts === 0) return { compared: null, note: null };
    const sides = [
      { version: from, spec: fromSpec, config: before },
      { version: to, spec: toSpec, config: after },
    ] as const;
    const sampled = await samples.newest(contacts, sides.map(({ version, config }) => ({ version, type: at.type, config }))); // prettier-ignore
    const { different, note } = await comparedVersions(this.runner, at, ...sides, sampled.map(({ item }) => item)); // prettier-ignore
    const compared = different && {
      contacts: sampled.length,
      same: sampled.length - different.length,
      different: different.map(({ key, ...words }) => ({ contact: sampled[key]!.contact, ...words })), // keys are places
    };
    return { compared: compared ?? null, note };
  }

  async #migrated(
    workspaceId: number,
    { from, fromSpec, to, toSpec }: Move,
    { config }: JourneyNode,
  ): Promise<MigratedConfig> {
    // prettier-ignore
    // Nobody stored what it was drawn with: it is taken as it is, and the schema says what it lacks.
    if (!from || !fromSpec) return { config, lossy: [] };
    return migratedConfig(this.runner, { workspaceId, from: fromSpec, to: toSpec, target: to, config });
  }

  /** `trying`: a version may be looked at before anybody consented to it. */
  async #move(
    workspaceId: number,
    draft: JourneyDocument,
    type: string,
    toHash: string,
    trying = false,
  ): Promise<Move> {
    // prettier-ignore
    const nodes = draft.nodes.filter((node) => node.type === type);
    const pin = draft.plugins?.[type];
    const plugin = pluginOfType(type);
    if (nodes.length === 0 || plugin === undefined) throw notDrawn(type);
    const to = (await this.installed.versionsOf(workspaceId, plugin)).find((version) => version.pin.hash === toHash);
    const toSpec = to && specOf(to, type);
    if (!to || !toSpec) throw noSuchPluginVersion(type, toHash);
    if (to.state !== 'ok' && !(trying && to.state === 'no-consent')) throw pluginUnavailable(plugin, to.state);
    const [from] = pin ? await this.installed.byPins(workspaceId, [pin]) : [];
    return { nodes, from, to, toSpec, fromSpec: from && specOf(from, type) };
  }

  /** What versions of the journey pin, newest first, each bytes once; the draft's own left out. */
  async #earlier(workspaceId: number, journeyId: number, draft: JourneyDocument): Promise<EarlierPin[]> {
    const versions = await journeyVersions.list(this.database.read, workspaceId, journeyId);
    const found = new Map<string, { type: string; number: number; pin: InstalledVersion['pin'] }>();
    for (const { number, document } of versions)
      for (const type of typesDrawn(draft)) {
        const pin = document.plugins?.[type];
        if (!pin || pin.hash === draft.plugins?.[type]?.hash || found.has(`${type} ${pin.hash}`)) continue;
        found.set(`${type} ${pin.hash}`, { type, number, pin });
      }
    if (found.size === 0) return [];
    const stored = await this.installed.byPins(workspaceId, [...found.values()].map(({ pin }) => pin)); // prettier-ignore
    return [...found.values()].flatMap(({ type, number, pin }): EarlierPin[] => {
      const to = stored.find((one) => one.pin.hash === pin.hash);
      return to ? [{ type, plugin: pin.plugin, to: nameOf(to), journeyVersion: number }] : [];
    });
  }

  async #issues(workspaceId: number, draft: JourneyDocument): Promise<Issue[]> {
    return issuesOf(this.database.read, workspaceId, draft, await this.types.catalogueOf(workspaceId, draft));
  }

  async #drawing(workspaceId: number, id: number): Promise<Drawing> {
    const drawing = await drawings.find(this.database.read, workspaceId, id);
    if (!drawing) throw noSuchJourney(id);
    return drawing;
  }
}

/** The draft on other bytes, with other configs where there are any. */
function moved(
  draft: JourneyDocument,
  type: string,
  { pin }: InstalledVersion,
  configs: ReadonlyMap<string, JourneyNode['config']>,
): JourneyDocument {
  const nodes = draft.nodes.map((node) => ({ ...node, config: (node.type === type && configs.get(node.id)) || node.config })); // prettier-ignore
  return { ...draft, nodes, plugins: { ...draft.plugins, [type]: pin } };
}

function specOf({ manifest }: InstalledVersion, type: string): NodeSpec | undefined {
  return manifest.nodes.find((node) => qualifiedType(manifest, node.type) === type);
}

function nameOf({ pin, state }: Pick<InstalledVersion, 'pin' | 'state'>): PluginVersionName {
  return { version: pin.version, hash: pin.hash, state };
}
