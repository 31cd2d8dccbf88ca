import { Inject, Injectable } from '@nestjs/common';
import { admitted } from '@sojourn/execution';
import { compile } from '@sojourn/journey';
import { UserError, type Clock } from '@sojourn/kernel';
import { contactViews, drawings, journeyRuns, journeyVersions, type Database } from '@sojourn/storage';
import { invalidInput } from '../http/invalid-input.js';
import { CLOCK, DATABASE, PLUGINS, QUEUE, type InstalledPlugins, type Ports } from '../ports.js';
import { noSuchJourney } from './journey.errors.js';
import type { EntryRequest, EntryResult, RefusedEntry } from './journey.dto.js';
import type { LaidJourney } from './lay-entries.js';

/** Lets contacts in by name. */
@Injectable()
export class AdmitService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PLUGINS) private readonly plugins: InstalledPlugins,
    @Inject(QUEUE) private readonly queue: Ports['queue'],
  ) {}

  async admit(
    workspaceId: number,
    journeyId: number,
    { userIds = [], contactIds = [] }: EntryRequest,
  ): Promise<EntryResult> {
    if (userIds.length + contactIds.length === 0)
      throw invalidInput([{ pointer: '/userIds', message: 'Name at least one contact in userIds or contactIds' }]);
    const { journey, entryId } = await this.#apiEntry(workspaceId, journeyId);
    const byName = await contactViews.idsOf(this.database.read, workspaceId, userIds);
    const known = await contactViews.existing(this.database.read, workspaceId, contactIds);
    const refused: RefusedEntry[] = [
      ...userIds.filter((userId) => !byName.has(userId)).map((userId) => ({ userId, code: 'unknown-contact' })),
      ...contactIds
        .filter((contactId) => !known.has(contactId))
        .map((contactId) => ({ contactId, code: 'unknown-contact' })),
    ];
    const names = new Map([...byName].map(([userId, id]) => [id, userId]));
    const wanted = [...new Set([...byName.values(), ...known])];
    const at = this.clock.now();
    const admittedCount = await journeyRuns.admit(this.database, wanted, async (read) => {
      const requests = wanted.map((contactId) => ({ journey, entryId, key: '', contactId, at, entryEventId: null }));
      const admissions = await admitted(requests, [], read);
      const inside = new Set(admissions.map(({ contactId }) => contactId));
      const kept = wanted.filter((contactId) => !inside.has(contactId));
      refused.push(
        ...kept.map((contactId): RefusedEntry => ({
          ...(names.has(contactId) ? { userId: names.get(contactId) } : { contactId }),
          code: 'reentry',
        })),
      );
      return admissions;
    });
    this.queue.announce();
    return { admitted: admittedCount, refused };
  }

  async #apiEntry(
    workspaceId: number,
    journeyId: number,
  ): Promise<{ readonly journey: LaidJourney; readonly entryId: string }> {
    const drawing = await drawings.find(this.database.read, workspaceId, journeyId);
    if (!drawing) throw noSuchJourney(journeyId);
    const version =
      drawing.state === 'live' && drawing.liveVersionId !== null
        ? await journeyVersions.byId(this.database.read, workspaceId, drawing.liveVersionId)
        : undefined;
    if (!version)
      throw new UserError(`The journey ${drawing.name} is ${drawing.state}. Publish or resume it first.`, {
        code: 'journey.not-live',
        status: 409,
        details: { name: drawing.name, state: drawing.state },
      });
    const plan = compile(version.document, this.plugins.catalogue, { ghosts: true });
    const entry = plan.entries.find(({ kind }) => kind === 'api');
    if (!entry)
      throw new UserError(`The journey ${drawing.name} has no entry by API. Add one to its entry card and publish.`, {
        code: 'journey.no-api-entry',
        status: 409,
        details: { name: drawing.name },
      });
    return { journey: { workspaceId, journeyId, versionId: version.id, plan }, entryId: entry.id };
  }
}
