import { Inject, Injectable } from '@nestjs/common';
import type { PluginPin } from '@sojourn/execution';
import { UserError, type Clock, type Json, type JsonObject } from '@sojourn/kernel';
import type { NodeHook } from '@sojourn/plugin-sdk';
import { drawings, type Database } from '@sojourn/storage';
import { CLOCK, DATABASE, PLUGIN_HOST } from '../../ports.js';
import type { PluginHost } from '../plugin-host.js';
import { isObject, localText, textOf } from './answers.js';
import type {
  ConfigIssueView,
  EstimateAnswer,
  EstimateAsk,
  OptionsAsk,
  OptionsPage,
  PreviewAsk,
  ValidateAsk,
} from './hooks.dto.js';
import { noSuchNode, notInstalled, valueOf } from './refusals.js';
import { sampleItem } from './sample-item.js';

const MOST_OPTIONS = 200;

/** Functions of nodes that forms ask: run in the sandbox, and what they answer is held to its shape. */
@Injectable()
export class NodeHookService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PLUGIN_HOST) private readonly host: PluginHost,
  ) {}

  async options(workspaceId: number, plugin: string, node: string, ask: OptionsAsk): Promise<OptionsPage> {
    const { name, config, search = '', cursor = null, journey } = ask;
    const told = await this.#call({ workspaceId, plugin, node, journey }, 'options', {
      name,
      config: config as JsonObject,
      search,
      cursor,
    });
    const { items, next } = isObject(told) ? told : {};
    return {
      items: (Array.isArray(items) ? (items as readonly Json[]) : []).slice(0, MOST_OPTIONS).flatMap((one) => {
        const { value, label } = isObject(one) ? one : {};
        return typeof value === 'string' && value !== ''
          ? [{ value: value.slice(0, 500), label: textOf(label, 500) ?? value.slice(0, 500) }]
          : [];
      }),
      next: textOf(next, 2_000) ?? null,
    };
  }

  async validate(
    workspaceId: number,
    plugin: string,
    node: string,
    { config, journey }: ValidateAsk,
  ): Promise<{ issues: ConfigIssueView[] }> {
    const told = await this.#call({ workspaceId, plugin, node, journey }, 'validate', { config: config as JsonObject });
    const issues = (Array.isArray(told) ? (told as readonly Json[]) : [])
      .slice(0, 100)
      .flatMap((one): ConfigIssueView[] => {
        if (!isObject(one)) return [];
        const { severity, pointer, message } = one;
        return [
          {
            severity: severity === 'warning' ? 'warning' : 'error',
            pointer: textOf(pointer, 500) ?? '',
            message: localText(message),
          },
        ];
      });
    return { issues };
  }

  async preview(workspaceId: number, plugin: string, node: string, ask: PreviewAsk): Promise<{ preview: unknown }> {
    const { config, contact, variables = {}, journey } = ask;
    const pin = await this.#pin({ workspaceId, plugin, node, journey }, 'preview');
    const item = await sampleItem(this.host, this.database, {
      workspaceId,
      pin,
      node,
      config: config as JsonObject,
      contactId: contact,
      variables: variables as JsonObject,
      now: this.clock.now(),
    });
    const told = await this.host.hooks.run({
      workspaceId,
      pin,
      node,
      entry: 'preview',
      input: { config: config as JsonObject, item },
    });
    return { preview: valueOf(told, plugin) };
  }

  async estimate(
    workspaceId: number,
    plugin: string,
    node: string,
    { config, contacts, journey }: EstimateAsk,
  ): Promise<EstimateAnswer> {
    const told = await this.#call({ workspaceId, plugin, node, journey }, 'estimate', {
      config: config as JsonObject,
      contacts,
    });
    const { calls, cost, currency, seconds } = isObject(told) ? told : {};
    const number = (value: Json | undefined): number | null =>
      typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
    return {
      calls: number(calls) ?? 0,
      cost: number(cost),
      currency: textOf(currency, 16) ?? null,
      seconds: number(seconds),
    };
  }

  async #call(of: Of, entry: NodeHook, input: JsonObject): Promise<Json> {
    const { workspaceId, plugin, node } = of;
    const pin = await this.#pin(of, entry);
    return valueOf(await this.host.hooks.run({ workspaceId, pin, node, entry, input }), plugin) as Json;
  }

  /** The version that a journey is drawn with, else the one that is installed. */
  async #pin({ workspaceId, plugin, node, journey }: Of, hook: NodeHook): Promise<PluginPin> {
    const { library } = this.host;
    await library.refresh();
    const drawn =
      journey === undefined
        ? undefined
        : (await drawings.find(this.database.read, workspaceId, journey))?.draft.plugins?.[`${plugin}/${node}`];
    const pin = drawn ?? library.current(workspaceId, plugin);
    if (!pin) throw notInstalled(plugin);
    await library.load([pin]);
    const bundle = library.bundle(pin, workspaceId);
    if (!bundle) throw notInstalled(plugin);
    const spec = bundle.manifest.nodes.find(({ type }) => type === node);
    if (!spec) throw noSuchNode(plugin, node);
    if (!(spec.hooks ?? []).includes(hook)) throw noSuchHook(plugin, node, hook);
    return pin;
  }
}

interface Of {
  readonly workspaceId: number;
  readonly plugin: string;
  readonly node: string;
  readonly journey: number | undefined;
}

/** A node without the function is asked in vain; forms know by the manifest. */
function noSuchHook(plugin: string, node: string, hook: string): UserError {
  return new UserError(`The node ${plugin}/${node} has no function ${hook}.`, {
    code: 'plugin-host.no-hook',
    status: 409,
    details: { plugin, node, hook },
  });
}
