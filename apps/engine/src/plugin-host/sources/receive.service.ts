import { Inject, Injectable } from '@nestjs/common';
import { OperationalError, UserError, type Clock, type Json, type JsonObject } from '@sojourn/kernel';
import { parseJson, pluginSources, type Database, type PluginSourceRow } from '@sojourn/storage';
import { CLOCK, DATABASE, PLUGIN_HOST, QUEUE, type Ports } from '../../ports.js';
import type { HookAnswer } from '../hook-runner.js';
import type { PluginHost } from '../plugin-host.js';
import { postedBody } from '../../http/posted-body.js';
import { broughtBy, type Reply } from './brought.js';
import { reasonOf } from './poll-sources.js';
import type { SourceReceipt } from './source.dto.js';
import { hashOf } from './source.service.js';
import { storeBrought } from './store-brought.js';

export interface Posted {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** The body as it came. */
  readonly raw: string;
}

const LONGEST_BODY = 256 * 1024;
const LONGEST_TEXT = 4_096;
const MOST = 50;
/** The sender's way to us is not the plugin's business. */
const KEPT_BACK = /^(cookie|authorization|proxy-.*|x-forwarded-.*|forwarded|x-real-ip)$/;

/** Takes what another system posts to a source: the plugin makes events of it, which go the way of all events. */
@Injectable()
export class SourceReceiveService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(QUEUE) private readonly queue: Ports['queue'],
    @Inject(PLUGIN_HOST) private readonly host: PluginHost,
  ) {}

  /** `reply`: what the plugin wants the sender to hear in place of the receipt. */
  async receive(
    token: string,
    posted: Posted,
  ): Promise<{ readonly receipt: SourceReceipt; readonly reply: Reply | undefined }> {
    const source = await this.#source(token);
    const { workspaceId, plugin, nodeType: node, id } = source;
    if (Buffer.byteLength(posted.raw) > LONGEST_BODY)
      throw new UserError('A posting to a source may have 256 KB. Send it in parts.', {
        code: 'source.too-large',
        status: 413,
      });
    const type = posted.headers['content-type'];
    const body = postedBody(typeof type === 'string' ? type : '', posted.raw);
    const { library, hooks } = this.host;
    await library.refresh();
    const pin = library.current(workspaceId, plugin);
    if (!pin) return this.#failed(source, { state: 'missing' });
    const request = {
      method: posted.method,
      headers: texts(posted.headers),
      query: texts(posted.query),
      body,
      raw: posted.raw,
    };
    const input = { config: parseJson<JsonObject>(source.config) ?? {}, request };
    const answer = await hooks.run({ workspaceId, pin, node, entry: 'receive', nodeId: `source-${id}`, input });
    if (!('value' in answer)) return this.#failed(source, answer);
    const now = this.clock.now();
    const asked = library.bundle(pin, workspaceId)?.manifest.capabilities ?? [];
    const brought = broughtBy(answer.value, {
      workspaceId,
      sourceId: id,
      now,
      asked,
      granted: library.granted(workspaceId, pin),
    });
    if (typeof brought === 'string') return this.#failed(source, { fault: brought });
    // How far polls have come is theirs to say.
    const kept = await storeBrought(
      { database: this.database, queue: this.queue },
      source,
      { ...brought, reached: undefined },
      { now },
    );
    return { receipt: { ...kept, rejected: brought.rejected }, reply: brought.reply };
  }

  async #source(token: string): Promise<PluginSourceRow> {
    const source = await pluginSources.byToken(this.database.read, hashOf(token));
    if (!source)
      throw new UserError('Nothing listens at this address. It may have been changed or removed.', {
        code: 'source.unknown-address',
        status: 404,
      });
    if (source.state === 'paused')
      throw new UserError('This source is paused. Try again later.', { code: 'source.paused', status: 409 });
    return source;
  }

  async #failed(source: PluginSourceRow, answer: Exclude<HookAnswer, { value: Json }>): Promise<never> {
    const error = reasonOf(answer, source.plugin);
    await this.database.inTransaction((tx) => pluginSources.failed(tx, source.id, { at: this.clock.now(), error }));
    if ('fault' in answer)
      throw new UserError(`The plugin could not make events of it: ${answer.fault}`, {
        code: 'source.rejected',
        status: 422,
        details: { fault: answer.fault },
      });
    // Whoever sends by the book tries again.
    throw new OperationalError(`The source cannot take anything now: ${error}`, { code: 'source.unavailable' });
  }
}

function texts(given: Readonly<Record<string, unknown>>): Record<string, string> {
  const kept = Object.entries(given).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && !KEPT_BACK.test(name.toLowerCase()) ? [[name, value.slice(0, LONGEST_TEXT)]] : [],
  );
  return Object.fromEntries(kept.slice(0, MOST));
}
