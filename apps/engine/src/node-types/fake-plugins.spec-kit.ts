import {
  checkDecision,
  pluginNodeTypes,
  type PluginBatch,
  type PluginNodes,
  type PluginVerdict,
} from '@sojourn/execution';
import type { PluginPin, PluginState } from '@sojourn/journey';
import type { Json, JsonObject } from '@sojourn/kernel';
import type { NodeSpec, PluginManifest } from '@sojourn/plugin-sdk';
import { answersOf, bareContext, type NodeProgram } from '@sojourn/plugin-sdk/engine';
import { createHash } from 'node:crypto';
import type { InstalledVersion, PluginCatalogue, PluginRunner } from '../ports.js';

const text = (en: string) => ({ en, 'zh-CN': en });

/** `acme.weather` with one node, `forecast`: outcomes `dry`, `wet`, `failed`; its config has a `city`. */
export function weather(version: string, node: Partial<NodeSpec> = {}): PluginManifest {
  return {
    id: 'acme.weather',
    version,
    sdk: '^1.0.0',
    product: '>=0.1.0',
    title: text('Weather'),
    description: text('Weather'),
    locales: ['en', 'zh-CN'],
    capabilities: [
      { kind: 'contacts.read', fields: ['attributes.city'], reason: text('To know where they live') },
      { kind: 'http', hosts: ['api.acme.example'], methods: ['GET'], paths: ['/*'], reason: text('To ask the sky') },
    ],
    nodes: [
      {
        type: 'forecast',
        typeVersion: 1,
        kind: 'split',
        category: 'data',
        title: text('Forecast'),
        description: text('Forecast'),
        icon: 'CloudOutlined',
        inputs: 1,
        waits: false,
        summary: text('Forecast'),
        config: { type: 'object', properties: { city: { type: 'string' } }, additionalProperties: false },
        defaults: {},
        outcomes: [
          { id: 'dry', label: text('Dry') },
          { id: 'wet', label: text('Wet') },
          { id: 'failed', label: text('Failed'), role: 'failure' },
        ],
        data: { reads: ['attributes.city'], writes: ['attributes.sky'] },
        effects: { kind: 'none', idempotency: 'pure', dryRun: 'run' },
        reasons: {},
        uses: [],
        ...node,
      },
    ],
  };
}

interface Stored {
  readonly pin: PluginPin;
  readonly manifest: PluginManifest;
  readonly program: NodeProgram<never>;
}

/** Plugins of one workspace in memory: what the tables, the sandbox and the host are to the rest of the house. */
export class FakePlugins implements PluginNodes {
  readonly #stored = new Map<string, Stored>();
  readonly #states = new Map<string, PluginState>();
  readonly #current = new Map<string, PluginPin>();
  readonly batches: PluginBatch[] = [];
  #changed = false;

  /** Stores a version and makes it the workspace's own. */
  install(manifest: PluginManifest, program: NodeProgram<never>): PluginPin {
    const hash = createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
    const pin = { plugin: manifest.id, version: manifest.version, hash };
    this.#stored.set(hash, { pin, manifest, program });
    this.#current.set(manifest.id, pin);
    this.set(pin, 'ok');
    return pin;
  }

  set(pin: PluginPin, state: PluginState): void {
    this.#states.set(pin.hash, state);
    this.#changed = true;
  }

  /** Its bytes are gone, as from a database that was restored. */
  lose({ hash }: PluginPin): () => void {
    const stored = this.#stored.get(hash)!; // specs lose what they installed
    this.#stored.delete(hash);
    return () => {
      this.#stored.set(hash, stored);
      this.#changed = true;
    };
  }

  load(): Promise<void> {
    return Promise.resolve();
  }
  refresh(): Promise<boolean> {
    const changed = this.#changed;
    this.#changed = false;
    return Promise.resolve(changed);
  }
  nodeType(pin: PluginPin, type: string): ReturnType<PluginNodes['nodeType']> {
    const stored = this.#stored.get(pin.hash);
    return stored && typesOf(stored).get(type);
  }
  stateOf(_: number, { hash }: PluginPin): PluginState {
    return this.#stored.has(hash) ? (this.#states.get(hash) ?? 'missing') : 'missing';
  }
  async execute(batch: PluginBatch): Promise<readonly PluginVerdict[]> {
    this.batches.push(batch);
    const stored = this.#stored.get(batch.pin.hash)!; // only what is ok is executed
    const type = typesOf(stored).get(batch.type)!;
    const { config, nodeId, items } = batch;
    const { decisions } = await answersOf(stored.program, bareContext({ nodeId }), {
      config: config as never,
      nodeId,
      items,
    });
    return decisions.map((decision) =>
      checkDecision(decision as unknown as Json, { type, config, capabilities: type.capabilities }),
    );
  }

  readonly catalogue: PluginCatalogue = {
    installed: () => Promise.resolve([...this.#current.values()].flatMap((pin) => this.#version(pin))),
    byPins: (_, pins) => Promise.resolve(pins.flatMap((pin) => this.#version(pin))),
    versionsOf: (_, plugin) =>
      Promise.resolve(
        [...this.#stored.values()].flatMap(({ pin }) => (pin.plugin === plugin ? this.#version(pin) : [])),
      ),
  };

  readonly runner: PluginRunner = {
    call: ({ pin, entry, input }) => {
      const { program } = this.#stored.get(pin.hash)!;
      if (entry !== 'migrate' || !program.migrate) return Promise.resolve({ fault: 'it has no such function' });
      try {
        const { config, from, to } = input as { config: JsonObject; from: number; to: number };
        return Promise.resolve({ value: program.migrate(config, { from, to }) as unknown as Json });
      } catch (error) {
        return Promise.resolve({ fault: String(error) });
      }
    },
    rehearse: ({ workspaceId, pin, type, nodeId, config, items }) =>
      this.execute({ workspaceId, journeyId: 0, pin, type, nodeId, config, items }),
  };

  #version(pin: PluginPin): InstalledVersion[] {
    const stored = this.#stored.get(pin.hash);
    return stored ? [{ pin, manifest: stored.manifest, state: this.stateOf(0, pin) }] : [];
  }
}

const types = new WeakMap<PluginManifest, ReturnType<typeof pluginNodeTypes>>();
function typesOf({ manifest }: Stored): ReturnType<typeof pluginNodeTypes> {
  const known = types.get(manifest) ?? pluginNodeTypes(manifest);
  types.set(manifest, known);
  return known;
}
