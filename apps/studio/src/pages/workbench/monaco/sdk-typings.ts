/** What `@sojourn/plugin-sdk/engine` offers, as the workbench's editor shows it: the part that a node's code uses most. */
export const SDK_TYPINGS = `declare module '@sojourn/plugin-sdk/engine' {
  export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
  export type JsonObject = { readonly [key: string]: Json };
  export interface EventFact { readonly id: number; readonly type: string; readonly occurredAt: number; readonly properties: JsonObject }
  /** One contact on this node. Only what plugin.json declares under data.reads is there. */
  export interface Item {
    readonly key: number;
    readonly runId: number;
    /** 1 for the first time this run stands here. */
    readonly visit: number;
    /** Now, epoch milliseconds. */
    readonly at: number;
    readonly arrivedAt: number;
    readonly timeZone: string;
    readonly contact: {
      readonly id: number;
      readonly externalId?: string;
      readonly email?: string;
      readonly phone?: string;
      readonly language?: string;
      readonly attributes: { readonly [name: string]: any };
      readonly tags: readonly string[];
    };
    readonly entryEvent?: EventFact;
    readonly variables: { readonly [name: string]: any };
    readonly wake: { readonly kind: 'arrived' | 'timer' | 'event' | 'receipt' | 'answer' | 'retry'; readonly [more: string]: any };
    readonly memory?: Json;
    history(type: string): readonly EventFact[];
    sticky(salt: string): number;
  }
  export interface Decision { readonly item: number; readonly do: string }
  export interface Why { readonly code: string; readonly params?: { readonly [name: string]: string | number | boolean } }
  export interface Patch { readonly set?: JsonObject; readonly unset?: readonly string[]; readonly addTags?: readonly string[]; readonly removeTags?: readonly string[] }
  export interface HttpRequest {
    readonly item?: Item;
    readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
    readonly url: string;
    readonly headers?: { readonly [name: string]: string };
    readonly body?: Json;
    readonly credential?: string;
    readonly timeoutMs?: number;
  }
  export type HttpAnswer =
    | { readonly status: number; readonly headers: { readonly [name: string]: string }; readonly body: any }
    | { readonly error: 'refused' | 'timeout' | 'unreachable' | 'too-large' | 'budget'; readonly message: string };
  /** What the host does for the code. There are no timers, no fetch, no Node. */
  export interface PluginContext {
    readonly http: { requestAll(requests: readonly HttpRequest[]): Promise<readonly HttpAnswer[]> };
    readonly kv: {
      get(place: object, names: readonly string[]): Promise<readonly (Json | undefined)[]>;
      set(place: object, entries: { readonly [name: string]: Json | undefined }): Promise<void>;
      add(place: object, name: string, by: number): Promise<number>;
    };
    readonly events: { emit(item: Item, name: string, properties?: JsonObject): void };
    readonly messages: { send(item: Item, message: { channel: string; subject?: string; body: string; data?: JsonObject }): void };
    log(...values: readonly unknown[]): void;
    now(item: Item): number;
    /** A number in [0, 1), the same at every attempt. */
    random(item: Item, salt?: string): number;
    t(key: string, params?: { readonly [name: string]: string | number }, language?: Item | string): string;
  }
  export interface Batch<Config> { readonly config: Config; readonly nodeId: string; readonly items: readonly Item[] }
  export interface NodeProgram<Config> {
    /** Answers every item exactly once, in any order. */
    execute(ctx: PluginContext, batch: Batch<Config>): readonly Decision[] | Promise<readonly Decision[]>;
    validate?(ctx: PluginContext, config: Config): readonly { severity: 'error' | 'warning'; pointer: string; message: { en: string; 'zh-CN': string } }[];
    migrate?(config: any, step: { from: number; to: number }): { config: any };
    preview?(ctx: PluginContext, config: Config, item: Item): JsonObject;
  }
  export function defineNode<Config = any>(node: NodeProgram<Config>): NodeProgram<Config>;
  export function definePlugin(plugin: { readonly nodes: { readonly [type: string]: NodeProgram<any> } }): typeof plugin;
  /** The item leaves by an outcome. */
  export function to(item: Item, outcome: string, more?: { patch?: Patch; output?: JsonObject; why?: Why }): Decision;
  /** The item stays until a moment or an event. */
  export function wait(item: Item, more?: { until?: number; events?: readonly { id: string; event: string }[]; memory?: Json; why?: Why }): Decision;
  export function retry(item: Item, more: { after: number; memory?: Json; why?: Why }): Decision;
  export function fail(item: Item, why: Why): Decision;
  export function drop(item: Item, why?: Why): Decision;
  export function propertyAt(object: JsonObject, path: string): Json | undefined;
}
`;
