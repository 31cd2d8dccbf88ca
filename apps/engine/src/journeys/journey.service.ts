import { Inject, Injectable } from '@nestjs/common';
import { emptyDocument, LIMITS, type JourneyDocument } from '@sojourn/journey';
import { UserError, type Clock, type Issue } from '@sojourn/kernel';
import { drawings, edgeCounts, recordAudit, type Database, type Tx } from '@sojourn/storage';
import type { Caller } from '../accounts/caller.js';
import { CLOCK, DATABASE, PLUGINS, QUEUE, type InstalledPlugins, type Ports } from '../ports.js';
import { noSuchJourney, staleRevision, wrongState } from './journey.errors.js';
import type { DraftChange, DraftSaved, JourneyList, JourneyQuery, JourneyView, NewJourney } from './journey.dto.js';
import { issuesOf } from './issues-of.js';
import { archive, pause, resume } from './journey-states.js';
import { NodeTypeService } from '../node-types/node-type.service.js';
import { readDraft } from './read-draft.js';

type Drawing = NonNullable<Awaited<ReturnType<typeof drawings.find>>>;
const ACTIONS = { pause, resume, archive } as const;

@Injectable()
export class JourneyService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PLUGINS) private readonly plugins: InstalledPlugins,
    @Inject(QUEUE) private readonly queue: Ports['queue'],
    @Inject(NodeTypeService) private readonly types: NodeTypeService,
  ) {}

  async list(workspaceId: number, query: JourneyQuery): Promise<JourneyList> {
    const journeys = await drawings.list(this.database.read, workspaceId, query);
    const totals = new Map<number, { entered: number; ended: number; goals: number }>();
    for (const { journeyId, outcome, n } of await edgeCounts.ofEntries(this.database.read, workspaceId)) {
      const total = totals.get(journeyId) ?? { entered: 0, ended: 0, goals: 0 };
      if (outcome === 'entered') total.entered += n;
      else if (outcome.startsWith('$end:')) total.ended += n;
      if (outcome === '$end:goal') total.goals += n;
      totals.set(journeyId, total);
    }
    const items = journeys.map(({ id, name, state, draft, liveVersion, updatedAt, owner }) => {
      const { entered, ended, goals } = totals.get(id) ?? { entered: 0, ended: 0, goals: 0 };
      const publishedAt = liveVersion?.publishedAt ?? null;
      return {
        id,
        name,
        description: draft.description ?? '',
        state,
        nodeCount: draft.nodes.length,
        active: entered - ended,
        entered,
        goals,
        hasGoal: draft.exits.some(({ goal }) => goal),
        updatedAt,
        publishedAt,
        owner,
      };
    });
    return { items, total: items.length };
  }

  async create(caller: Caller, { name, document }: NewJourney): Promise<JourneyView> {
    const draft = document ? { ...readDraft(document, this.plugins.catalogue), name } : emptyDocument(name);
    return this.#add(caller, await this.types.pinned(caller.workspaceId, draft));
  }

  async view(workspaceId: number, id: number): Promise<JourneyView> {
    const drawing = await drawings.find(this.database.read, workspaceId, id);
    if (!drawing) throw noSuchJourney(id);
    const { name, state, draft, draftRevision, liveVersion, updatedAt } = drawing;
    return {
      id,
      name,
      state,
      document: draft,
      revision: draftRevision,
      liveVersion,
      issues: await this.#issues(workspaceId, draft),
      updatedAt,
    };
  }

  async saveDraft(workspaceId: number, id: number, { document, revision }: DraftChange): Promise<DraftSaved> {
    const given = readDraft(document, this.plugins.catalogue);
    // Who drew it need not know of pins: a type goes on as it was pinned, a new one stands for what the workspace has now.
    const before = (await drawings.find(this.database.read, workspaceId, id))?.draft.plugins;
    const draft = await this.types.pinned(workspaceId, given, before);
    await this.database.inTransaction(async (tx) => {
      if (await drawings.saveDraft(tx, { workspaceId, id, draft, revision, now: this.clock.now() })) return;
      throw staleRevision((await locked(tx, workspaceId, id)).draftRevision);
    });
    return { revision: revision + 1, issues: await this.#issues(workspaceId, draft) };
  }

  async remove(caller: Caller, id: number): Promise<void> {
    await this.database.inTransaction(async (tx) => {
      const { name, state } = await locked(tx, caller.workspaceId, id);
      if (state !== 'draft' && state !== 'archived')
        throw new UserError(`The journey ${name} is ${state}. Archive it first, then delete it.`, {
          code: 'journey.in-use',
          status: 409,
          details: { name, state },
        });
      await drawings.remove(tx, caller.workspaceId, id);
      await this.#audit(tx, caller, 'deleted', id, { name });
    });
  }

  async duplicate(caller: Caller, id: number): Promise<JourneyView> {
    const drawing = await drawings.find(this.database.read, caller.workspaceId, id);
    if (!drawing) throw noSuchJourney(id);
    const suffix = ' (2)';
    return this.#add(caller, { ...drawing.draft, name: drawing.name.slice(0, LIMITS.name - suffix.length) + suffix });
  }

  async changeState(caller: Caller, id: number, action: keyof typeof ACTIONS): Promise<JourneyView> {
    const { workspaceId } = caller;
    const { from, change, afterwards } = ACTIONS[action];
    const now = this.clock.now();
    await this.database.inTransaction(async (tx) => {
      const drawing = await locked(tx, workspaceId, id);
      if (!from.includes(drawing.state)) throw wrongState(drawing.name, drawing.state, from.join(' or '));
      await change({ tx, drawing, catalogue: this.plugins.catalogue, now });
      await this.#audit(tx, caller, action, id);
    });
    await afterwards?.(this.database, workspaceId, id, now);
    this.queue.announce();
    return this.view(workspaceId, id);
  }

  async #issues(workspaceId: number, draft: JourneyDocument): Promise<Issue[]> {
    return issuesOf(this.database.read, workspaceId, draft, await this.types.catalogueOf(workspaceId, draft));
  }

  async #add(caller: Caller, draft: JourneyDocument): Promise<JourneyView> {
    const id = await this.database.inTransaction(async (tx) => {
      const made = await drawings.add(tx, {
        workspaceId: caller.workspaceId,
        draft,
        createdBy: caller.userId,
        now: this.clock.now(),
      });
      await this.#audit(tx, caller, 'created', made, { name: draft.name });
      return made;
    });
    return this.view(caller.workspaceId, id);
  }

  async #audit(
    tx: Tx,
    { workspaceId, userId, apiKeyId }: Caller,
    action: string,
    id: number,
    details?: unknown,
  ): Promise<void> {
    await recordAudit(tx, {
      workspaceId,
      userId,
      apiKeyId,
      at: this.clock.now(),
      action: `journey.${action}`,
      subject: `journey ${id}`,
      details,
    });
  }
}

async function locked(tx: Tx, workspaceId: number, id: number): Promise<Drawing> {
  const drawing = await drawings.lock(tx, workspaceId, id);
  if (!drawing) throw noSuchJourney(id);
  return drawing;
}
