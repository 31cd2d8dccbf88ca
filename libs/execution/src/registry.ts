import { compile, type NodeCatalogue, type Plan } from '@sojourn/journey';
import { messageOf } from '@sojourn/kernel';
import { listenersOf, type Listeners } from './listeners.js';
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
 */
export class JourneyRegistry {
  readonly #store: Pick<JourneyStore, 'liveJourneys'>;
  readonly #catalogue: NodeCatalogue;
  readonly #live = new Map<number, PlannedJourney>();
  readonly #plans = new Map<number, Plan>();
  readonly #broken = new Map<number, string>();
  #listeners = new Map<number, Listeners>();
  #revision = 0;

  constructor(store: Pick<JourneyStore, 'liveJourneys'>, catalogue: NodeCatalogue) {
    this.#store = store;
    this.#catalogue = catalogue;
  }

  /** Takes in what was published, paused or archived since the last call. */
  async refresh(): Promise<void> {
    const { revision, journeys } = await this.#store.liveJourneys(this.#revision);
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
      for (const { id, document } of await versions(missing)) this.#compile(id, document);
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

  #compile(versionId: number, document: LiveJourney['document']): Plan | undefined {
    const known = this.#plans.get(versionId);
    if (known) return known;
    try {
      const plan = compile(document, this.#catalogue);
      this.#plans.set(versionId, plan);
      this.#broken.delete(versionId);
      return plan;
    } catch (error) {
      // A version that compiled when it was published stops compiling only when a plugin went away:
      // its runs are parked with this reason, everything else keeps moving.
      this.#broken.set(versionId, messageOf(error));
      return undefined;
    }
  }
}
