import { Inject, Injectable } from '@nestjs/common';
import type { WorkQueue } from '@sojourn/execution';
import { UserError, type Clock } from '@sojourn/kernel';
import { recordAudit, sendChannels, type Database } from '@sojourn/storage';
import type { Caller } from '../accounts/caller.js';
import type { PluginHost } from '../plugin-host/index.js';
import { CLOCK, DATABASE, PLUGIN_HOST, QUEUE } from '../ports.js';
import { ALL, isChannel, lanesOf, rulesOf } from './channel-names.js';
import type { ChannelChange, ChannelList, ChannelView } from './delivery.dto.js';

type Limits = Awaited<ReturnType<typeof sendChannels.list>>;

const NO_LIMITS = { halted: false, perSecond: null, burst: null, concurrency: null } as const;

/** Kill switches and limits of a workspace's channels. */
@Injectable()
export class ChannelService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(QUEUE) private readonly queue: Pick<WorkQueue, 'announce'>,
    @Inject(PLUGIN_HOST) private readonly host: PluginHost,
  ) {}

  async list(workspaceId: number): Promise<ChannelList> {
    const limits = await sendChannels.list(this.database.read, workspaceId);
    const lanes = await lanesOf(this.host, workspaceId);
    const names = new Set([ALL, ...lanes, ...[...limits.keys()].filter((name) => name !== sendChannels.ALL_CHANNELS)]); // prettier-ignore
    return { items: [...names].map((name) => this.#view(name, limits)) };
  }

  async change(caller: Caller, channel: string, change: ChannelChange): Promise<ChannelView> {
    const { workspaceId, userId, apiKeyId } = caller;
    const { halted, ...limits } = change;
    if (channel !== ALL && !isChannel(channel))
      throw new UserError(`There is no channel ${channel.slice(0, 64)}. GET /api/channels lists them.`, {
        code: 'channel.not-found',
        status: 404,
        details: { channel: channel.slice(0, 64) },
      });
    if (channel === ALL && Object.values(limits).some((value) => value !== undefined))
      throw new UserError('Limits are set for one channel; all channels together can only be halted.', {
        code: 'channel.all-only-halts',
        status: 422,
      });
    const stored = channel === ALL ? sendChannels.ALL_CHANNELS : channel;
    await this.database.inTransaction(async (tx) => {
      const { pausedMs: _, ...before } = (await sendChannels.list(tx, workspaceId)).get(stored) ?? { ...NO_LIMITS, pausedMs: 0 }; // prettier-ignore
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      await sendChannels.change(tx, workspaceId, stored, change);
      const action = halted === undefined || halted === before.halted ? 'changed' : halted ? 'halted' : 'released';
      await recordAudit(tx, {
        workspaceId,
        userId,
        apiKeyId,
        at: this.clock.now(),
        action: `channel.${action}`,
        subject: `channel ${channel}`,
        details: { before, change: given },
      });
    });
    this.queue.announce();
    return this.#view(channel, await sendChannels.list(this.database.read, workspaceId));
  }

  #view(name: string, limits: Limits): ChannelView {
    const { pausedMs, ...own } = limits.get(name === ALL ? sendChannels.ALL_CHANNELS : name) ?? { ...NO_LIMITS, pausedMs: 0 }; // prettier-ignore
    const { concurrency, maxBatch, attempts, idempotency } = rulesOf(name);
    return {
      channel: name,
      ...own,
      pausedUntil: pausedMs > 0 ? this.clock.now() + pausedMs : null,
      defaults: { concurrency, maxBatch, attempts, dedupes: idempotency !== undefined },
    };
  }
}
