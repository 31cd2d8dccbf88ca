import { Inject, Injectable } from '@nestjs/common';
import { compile, isPublishable, type EntryRule, type JourneyDocument, type NodeCatalogue } from '@sojourn/journey';
import { UserError, type Clock } from '@sojourn/kernel';
import { drawings, journeyRuns, journeyVersions, recordAudit, type Database, type Reader } from '@sojourn/storage';
import { isDeepStrictEqual } from 'node:util';
import type { Caller } from '../accounts/caller.js';
import { NodeTypeService } from '../node-types/node-type.service.js';
import { CLOCK, DATABASE, QUEUE, type Ports } from '../ports.js';
import { noSuchJourney, staleRevision } from './journey.errors.js';
import type { Published } from './journey.dto.js';
import { issuesOf } from './issues-of.js';
import { goLive } from './go-live.js';

/**
 * Makes a draft live as a new version that never changes again, with the exact bytes of the plugins it stands on. Runs under way
 * finish on the version they began with.
 */
@Injectable()
export class PublishService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(QUEUE) private readonly queue: Ports['queue'],
    @Inject(NodeTypeService) private readonly types: NodeTypeService,
  ) {}

  async publish(caller: Caller, journeyId: number, revision: number): Promise<Published> {
    const { workspaceId, userId, apiKeyId } = caller;
    const { document, catalogue } = await this.#drawn(workspaceId, journeyId, revision);
    const version = await this.database.inTransaction(async (tx) => {
      const drawing = await drawings.lock(tx, workspaceId, journeyId);
      if (!drawing) throw noSuchJourney(journeyId);
      if (drawing.draftRevision !== revision) throw staleRevision(drawing.draftRevision);
      const issues = await issuesOf(tx, workspaceId, document, catalogue);
      if (!isPublishable(issues))
        throw new UserError(`The journey ${document.name} cannot go live yet: ${issues[0]?.message.en}`, {
          code: 'journey.invalid',
          status: 422,
          details: { issues },
        });
      const plan = compile(document, catalogue);
      const now = this.clock.now();
      const keep =
        drawing.state === 'live'
          ? await this.#unchanged(tx, workspaceId, drawing.liveVersionId, plan.entries)
          : new Set<string>();
      if (drawing.state === 'paused') await journeyRuns.resumeRuns(tx, workspaceId, journeyId);
      const made = await goLive(tx, { workspaceId, journeyId, document, plan, publishedBy: userId, now, keep });
      await recordAudit(tx, {
        workspaceId,
        userId,
        apiKeyId,
        at: now,
        action: 'journey.published',
        subject: `journey ${journeyId}`,
        details: { version: made.number },
      });
      return made;
    });
    this.queue.announce();
    return { version };
  }

  /** The draft of a revision, pinned, and the node types it is held to. The revision is looked at again under the lock. */
  async #drawn(
    workspaceId: number,
    journeyId: number,
    revision: number,
  ): Promise<{ readonly document: JourneyDocument; readonly catalogue: NodeCatalogue }> {
    const drawing = await drawings.find(this.database.read, workspaceId, journeyId);
    if (!drawing) throw noSuchJourney(journeyId);
    if (drawing.draftRevision !== revision) throw staleRevision(drawing.draftRevision);
    const document = await this.types.pinned(workspaceId, drawing.draft);
    return { document, catalogue: await this.types.catalogueOf(workspaceId, document) };
  }

  /** Entries that the live version has just so: who is inside their segment, or waits for their date, stays so. */
  async #unchanged(
    read: Reader,
    workspaceId: number,
    liveVersionId: number | null,
    entries: readonly EntryRule[],
  ): Promise<ReadonlySet<string>> {
    const live = liveVersionId === null ? undefined : await journeyVersions.byId(read, workspaceId, liveVersionId);
    const before = live?.document.entry.rules ?? [];
    return new Set(entries.filter((entry) => before.some((old) => isDeepStrictEqual(old, entry))).map(({ id }) => id));
  }
}
