import { plugins, publishDocument } from '@sojourn/engine';
import type { JourneyDocument } from '@sojourn/journey';
import { inBatches } from '@sojourn/kernel';
import { insertRows, shardOf, workspaces, type Cell, type Database, type Tx } from '@sojourn/storage';

/** When a benchmark's virtual time begins. */
export const START = Date.UTC(2026, 0, 5, 9);

/** Rows written in one transaction while seeding. */
const TOGETHER = 10_000;
const PUBLISHED_TOGETHER = 100;
const CITIES = ['Suzhou', 'Hangzhou', 'London', 'Berlin', 'Lisbon', 'Osaka', 'Austin'];

export interface PublishedJourney {
  readonly journeyId: number;
  readonly versionId: number;
}

/** Seeds a fresh database fast: with statements of many rows, in large transactions. None of this is measured. */
export class Scene {
  readonly database: Database;
  readonly workspaceId: number;
  #contacts = 0;
  #firstContact = 0;

  private constructor(database: Database, workspaceId: number) {
    this.database = database;
    this.workspaceId = workspaceId;
  }

  static async set(database: Database): Promise<Scene> {
    const workspaceId = await database.inTransaction(async (tx) => {
      const organizationId = await workspaces.addOrganization(tx, 'Bench', START);
      return workspaces.add(tx, {
        organizationId,
        slug: 'bench',
        name: 'Bench',
        timeZone: 'UTC',
        language: 'en',
        createdAt: START,
        isDemo: false,
      });
    });
    return new Scene(database, workspaceId);
  }

  /** Live at once, as by a person's publish. */
  async publish(documents: readonly JourneyDocument[]): Promise<PublishedJourney[]> {
    const published: PublishedJourney[] = [];
    for (const part of inBatches(documents, PUBLISHED_TOGETHER)) {
      const made = await this.database.inTransaction(async (tx) => {
        const journeys: PublishedJourney[] = [];
        for (const document of part) {
          const one = { workspaceId: this.workspaceId, document, publishedBy: null, now: START };
          journeys.push(await publishDocument(tx, one, plugins.catalogue));
        }
        return journeys;
      });
      published.push(...made);
    }
    return published;
  }

  /**
   * Contacts as an import makes them: identity, attributes of about 170 bytes, a tag for every third. Their ids follow each
   * other. Only the first `reachable` have identity and tags: the others will send no event.
   */
  async addContacts(count: number, reachable: number): Promise<void> {
    // One reservation: they follow each other.
    [this.#firstContact = 0] = await this.database.inTransaction((tx) => tx.takeOrdered('contact', count));
    const reached = (places: readonly number[]): readonly number[] => places.filter((place) => place < reachable);
    await this.#inParts(count, async (tx, from, to) => {
      const places = range(from, to);
      const ids = this.#idsOf(places);
      await insertRows(
        tx,
        'contact',
        [
          'id',
          'workspace_id',
          'external_id',
          'email',
          'language',
          'time_zone',
          'attributes',
          'created_at',
          'updated_at',
          'last_seen_at',
          'last_event_id',
        ],
        places.map((place, i) => [
          ids[i],
          this.workspaceId,
          `u${place}`,
          `u${place}@example.com`,
          'en',
          'UTC',
          JSON.stringify(attributesOf(place)),
          START,
          START,
          START,
          0,
        ]),
      );
      await insertRows(
        tx,
        'contact_identity',
        ['workspace_id', 'kind', 'value', 'contact_id', 'created_at'],
        reached(places).map((place, i) => [this.workspaceId, 'userId', `u${place}`, ids[i], START]),
      );
      await insertRows(
        tx,
        'contact_tag',
        ['workspace_id', 'contact_id', 'tag', 'added_at'],
        reached(places).flatMap((place, i) => (place % 3 === 0 ? [[this.workspaceId, ids[i], 'vip', START]] : [])),
      );
    });
    this.#contacts = count;
  }

  /** The contacts' ids by their places. */
  contactIds(from: number, to: number): number[] {
    return this.#idsOf(range(from, to));
  }

  /** Runs that stand on a wait and are due at `dueAt(place)`, one for each contact. */
  async addWaitingRuns(
    journey: PublishedJourney,
    nodeId: string,
    dueAt: (place: number) => number,
    count = this.#contacts,
    firstPlace = 0,
  ): Promise<void> {
    const { dialect } = this.database;
    const visits = JSON.stringify({ [nodeId]: 1 });
    const timer = JSON.stringify({ kind: 'timer' });
    await this.#inParts(count, async (tx, from, to) => {
      const ids = await tx.take('run', to - from);
      await insertRows(
        tx,
        'run',
        [
          'id', 'workspace_id', 'journey_id', 'version_id', 'contact_id', 'entry_key', 'entry_id', 'shard', 'state', 'node_id', 'visits',
          'arrived_at', 'due_at', 'fence', 'claimed', 'pending', 'variables', 'started_at',
        ], // prettier-ignore
        range(from, to).map((i): Cell[] => {
          const contactId = this.#firstContact + firstPlace + i;
          return [
            ids[i - from], this.workspaceId, journey.journeyId, journey.versionId, contactId, '', 'list', shardOf(dialect, contactId), 'active', nodeId, visits,
            START, dueAt(firstPlace + i), 1, 0, timer, '{}', START,
          ]; // prettier-ignore
        }),
      );
    });
  }

  #idsOf(places: readonly number[]): number[] {
    return places.map((place) => this.#firstContact + place);
  }

  async #inParts(count: number, write: (tx: Tx, from: number, to: number) => Promise<void>): Promise<void> {
    for (let from = 0; from < count; from += TOGETHER) {
      const to = Math.min(count, from + TOGETHER);
      await this.database.inTransaction((tx) => write(tx, from, to));
    }
  }
}

function attributesOf(place: number): Record<string, string | number | boolean> {
  return {
    name: `Contact ${place}`,
    email: `u${place}@example.com`,
    city: CITIES[place % CITIES.length] ?? '',
    plan: place % 4 === 0 ? 'gold' : 'basic',
    spend: (place * 37) % 5_000,
    orders: place % 12,
    newsletter: true,
  };
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
