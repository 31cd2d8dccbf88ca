import { Inject, Injectable } from '@nestjs/common';
import type { WorkQueue } from '@sojourn/execution';
import { UserError, type Clock } from '@sojourn/kernel';
import { deliveries, recordAudit, sendChannels, type Database, type Tx } from '@sojourn/storage';
import type { Caller } from '../accounts/caller.js';
import { invalidInput } from '../http/invalid-input.js';
import type { PluginHost } from '../plugin-host/index.js';
import { CLOCK, DATABASE, PLUGIN_HOST, QUEUE } from '../ports.js';
import { lanesOf, rulesOf } from './channel-names.js';
import type {
  CallbackHeard,
  DeliveriesChanged,
  DeliveryCallback,
  DeliveryPage,
  DeliveryQuery,
  DeliverySummary,
  DeliveryView,
} from './delivery.dto.js';

const PAGE = 50;

/** What leaves the house: seen, sent again, settled by hand. */
@Injectable()
export class DeliveryService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(QUEUE) private readonly queue: Pick<WorkQueue, 'announce'>,
    @Inject(PLUGIN_HOST) private readonly host: PluginHost,
  ) {}

  async page(workspaceId: number, { state, channel, contact, cursor }: DeliveryQuery): Promise<DeliveryPage> {
    const rows = await deliveries.page(this.database.read, {
      workspaceId,
      state,
      channel,
      contactId: contact,
      before: positionOf(cursor),
      limit: PAGE + 1,
    });
    const shown = rows.slice(0, PAGE);
    const last = shown.at(-1);
    return { items: shown.map(viewOf), next: rows.length > PAGE && last ? `${last.dueAt}-${last.id}` : null };
  }

  async summary(workspaceId: number): Promise<DeliverySummary> {
    const limits = await sendChannels.list(this.database.read, workspaceId);
    const counts = await deliveries.summary(this.database.read, workspaceId, await lanesOf(this.host, workspaceId));
    const all = limits.get(sendChannels.ALL_CHANNELS)?.halted ?? false;
    return {
      items: counts.map((count) => {
        const own = limits.get(count.channel);
        return {
          ...count,
          halted: all || (own?.halted ?? false),
          perSecond: own?.perSecond ?? null,
          concurrency: own?.concurrency ?? rulesOf(count.channel).concurrency,
        };
      }),
    };
  }

  retry(caller: Caller, ids: readonly number[]): Promise<DeliveriesChanged> {
    return this.#change(caller, ids, 'retried', {}, (tx, decision) => deliveries.retry(tx, decision));
  }

  reconcile(
    caller: Caller,
    ids: readonly number[],
    as: 'delivered' | 'failed' | 'send-again',
  ): Promise<DeliveriesChanged> {
    return this.#change(caller, ids, 'reconciled', { as }, (tx, decision) => deliveries.reconcile(tx, decision, as));
  }

  async callback(workspaceId: number, { key, as, reason }: DeliveryCallback): Promise<CallbackHeard> {
    const final = { status: as, reason: reason ?? 'callback' };
    const settled = await this.database.inTransaction((tx) =>
      deliveries.called(tx, workspaceId, key, this.clock.now(), final),
    );
    if (settled === undefined)
      throw new UserError(`This workspace sent nothing under the key ${key}. Compare it with the header webhook-id.`, {
        code: 'delivery.not-found',
        status: 404,
        details: { key },
      });
    if (settled) this.queue.announce();
    return { settled };
  }

  async #change(
    caller: Caller,
    ids: readonly number[],
    done: string,
    details: object,
    work: (tx: Tx, decision: deliveries.Decision) => Promise<readonly number[]>,
  ): Promise<DeliveriesChanged> {
    const { workspaceId, userId, apiKeyId } = caller;
    const at = this.clock.now();
    const changed = await this.database.inTransaction(async (tx) => {
      const affected = await work(tx, { workspaceId, ids, at });
      if (affected.length > 0)
        await recordAudit(tx, {
          workspaceId,
          userId,
          apiKeyId,
          at,
          action: `delivery.${done}`,
          subject: affected.length === 1 ? `delivery ${affected[0]}` : 'deliveries',
          details: { ...details, ids: affected },
        });
      return new Set(affected);
    });
    if (changed.size > 0) this.queue.announce();
    return { changed: changed.size, refused: [...new Set(ids)].filter((id) => !changed.has(id)) };
  }
}

function viewOf({ contactId, contactName, journeyId, journeyName, ...line }: deliveries.DeliveryLine): DeliveryView {
  return {
    ...line,
    contact: { id: contactId, name: contactName },
    journey: journeyId === null ? null : { id: journeyId, name: journeyName ?? '' },
  };
}

/** A cursor is the moment and id of the last line of the page before. */
function positionOf(cursor: string | undefined): { readonly dueAt: number; readonly id: number } | undefined {
  if (cursor === undefined) return undefined;
  const [, dueAt, id] = /^(\d{1,16})-(\d{1,16})$/.exec(cursor) ?? [];
  if (dueAt === undefined || id === undefined)
    throw invalidInput([{ pointer: '/cursor', message: 'cursor must be the `next` of an earlier page' }]);
  return { dueAt: Number(dueAt), id: Number(id) };
}
