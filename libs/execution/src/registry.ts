import { compile, type JourneyDocument, type NodeCatalogue, type Plan } from '@sojourn/journey';
import { messageOf } from '@sojourn/kernel';
import { listenersOf, type Listeners } from './listeners.js';
import { catalogueFor, isUnsettled, pinsOf, typesNow, type TypesOf } from './plugins/catalogue-for.js';
import type { PluginNodes } from './plugins/ports.js';
import type { JourneyStore, LiveJourney } from './ports.js';

export interface PlannedJourney {
  readonly workspaceId: number;
  readonly journeyId: number;
  readonly versionId: number;
  readonly plan: Plan;
}

/**
 * What is live, compiled once. Journeys come by revision, so a refresh costs one query that is empty nearly always;
 * plans of older versions come on demand, because runs finish on the version they began with.
 *
 * Before a document is compiled, the plugins it pins are loaded. What is not stored becomes a ghost, and is compiled again when
 * plugins have changed.
 */
export class JourneyRegistry {
  readonly #store: Pick<JourneyStore, 'liveJourneys'>;
  readonly #catalogue: NodeCatalogue;
  readonly #plugins: PluginNodes | undefined;
  readonly #live = new Map<number, PlannedJourney>();
  readonly #plans = new Map<number, Plan>();
  readonly #broken = new Map<number, string>();
  /** Versions whose plans may change with what is installed. */
  readonly #unsettled = new Map<number, { readonly document: JourneyDocument; readonly types: TypesOf }>();
  #listeners = new Map<number, Listeners>();
  #revision = 0;

  constructor(store: Pick<JourneyStore, 'liveJourneys'>, catalogue: NodeCatalogue, plugins?: PluginNodes) {
    this.#store = store;
    this.#catalogue = catalogue;
    this.#plugins = plugins;
  }

  /** Takes in what was published, paused or archived since the last call, and what became of plugins. */
  async refresh(): Promise<void> {
    const changed = (await this.#plugins?.refresh()) ?? false;
    // Others ask for changes too, and may have been told of this one.
    if (changed || this.#isStale()) await this.#compileAgain();
    const { revision, journeys } = await this.#store.liveJourneys(this.#revision);
    await this.#load(journeys.map(({ document }) => document));
    this.#revision = Math.max(this.#revision, revision);
    if (journeys.length === 0) return;
    for (const journey of journeys) this.#take(journey);
    this.#listeners = new Map();
  }

  /** Plans of these versions, loaded through `versions` when they are not known yet. */
  async plans(
    ids: Iterable<number>,
    versions: JourneyStore['versions'],
  ): Promise<(versionId: number) => Plan | undefined> {
    const missing = [...new Set(ids)].filter((id) => !this.#plans.has(id) && !this.#broken.has(id));
    if (missing.length > 0) {
      const found = await versions(missing);
      await this.#load(found.map(({ document }) => document));
      for (const { id, document } of found) this.#compile(id, document);
    }
    return (versionId) => this.#plans.get(versionId);
  }

  /** Why a version has no plan, for the quarantine's reason. */
  problemOf(versionId: number): string {
    return this.#broken.get(versionId) ?? `version ${versionId} is not in the database`;
  }

  live(journeyId: number): PlannedJourney | undefined {
    return this.#live.get(journeyId);
  }

  /** Who in this workspace wants to hear of which event. */
  listeners(workspaceId: number): Listeners {
    let found = this.#listeners.get(workspaceId);
    if (!found) {
      found = listenersOf([...this.#live.values()].filter((journey) => journey.workspaceId === workspaceId));
      this.#listeners.set(workspaceId, found);
    }
    return found;
  }

  #take({ workspaceId, journeyId, versionId, state, document }: LiveJourney): void {
    const plan = state === 'live' ? this.#compile(versionId, document) : undefined;
    if (plan) this.#live.set(journeyId, { workspaceId, journeyId, versionId, plan });
    else this.#live.delete(journeyId);
  }

  async #load(documents: readonly JourneyDocument[]): Promise<void> {
    const pins = pinsOf(documents);
    if (pins.length > 0) await this.#plugins?.load(pins);
  }

  /** Whether a version was compiled with other node types than there are now. */
  #isStale(): boolean {
    return [...this.#unsettled.values()].some(({ document, types }) =>
      [...typesNow(this.#plugins, document)].some(([type, now]) => types.get(type) !== now),
    );
  }

  /** Plugins have changed: versions that lacked one, or that follow one under development, get plans of today. */
  async #compileAgain(): Promise<void> {
    if (this.#unsettled.size === 0) return;
    const versions = [...this.#unsettled];
    await this.#load(versions.map(([, { document }]) => document));
    for (const [id, { document }] of versions) {
      this.#plans.delete(id);
      this.#compile(id, document);
    }
    for (const [journeyId, journey] of this.#live) {
      const plan = this.#plans.get(journey.versionId);
      if (plan && plan !== journey.plan) this.#live.set(journeyId, { ...journey, plan });
    }
    this.#listeners = new Map();
  }

  #compile(versionId: number, document: JourneyDocument): Plan | undefined {
    const known = this.#plans.get(versionId);
    if (known) return known;
    try {
      const plan = compile(document, catalogueFor(this.#catalogue, this.#plugins, document), { ghosts: true });
      this.#plans.set(versionId, plan);
      this.#broken.delete(versionId);
      if (isUnsettled(plan)) this.#unsettled.set(versionId, { document, types: typesNow(this.#plugins, document) });
      else this.#unsettled.delete(versionId);
      return plan;
    } catch (error) {
      // A version that compiled when it was published: its runs are parked with this reason, everything else keeps moving.
      this.#broken.set(versionId, messageOf(error));
      return undefined;
    }
  }
}
