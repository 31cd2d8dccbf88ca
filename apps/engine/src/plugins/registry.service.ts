import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { compareVersions } from '@sojourn/packaging';
import { UserError, type Clock } from '@sojourn/kernel';
import type { Config } from '../config/config.js';
import { CLOCK, CONFIG } from '../ports.js';
import { createPluginRegistry, type PluginRegistry } from './registry.js';

/** How long what the registry calls newest is taken for newest. */
const FRESH_MS = 10 * 60_000;

/** The registry of this house, and what it last said is newest of each package. */
@Injectable()
export class RegistryService implements OnModuleDestroy {
  readonly #registry: PluginRegistry | undefined;
  readonly #clock: Clock;
  readonly #latest = new Map<string, { readonly at: number; readonly version: string | undefined }>();

  constructor(@Inject(CONFIG) config: Config, @Inject(CLOCK) clock: Clock) {
    this.#clock = clock;
    // Specs of something else hand over no configuration.
    if (config.pluginRegistry !== undefined)
      this.#registry = createPluginRegistry({ registry: config.pluginRegistry, token: config.pluginRegistryToken });
  }

  /** Throws UserError `registry.off` where plugins come as files alone. */
  get(): PluginRegistry {
    if (!this.#registry)
      throw new UserError('This house takes plugins as uploaded files alone. An operator can set SOJOURN_PLUGIN_REGISTRY.', { code: 'registry.off', status: 409 }); // prettier-ignore
    return this.#registry;
  }

  /** The newest version of a package if it is newer than this one, as far as is known. Never waits for the registry: it may be down. */
  newerThan(name: string, version: string): string | undefined {
    const known = this.#latest.get(name);
    if (this.#registry && (known?.at ?? 0) < this.#clock.now() - FRESH_MS) this.#look(this.#registry, name);
    const latest = known?.version;
    return latest !== undefined && compareVersions(latest, version) > 0 ? latest : undefined;
  }

  /** What a search has just been told is newest: whoever looks at the installed plugins next is told of it too. */
  noteNewest(found: readonly { readonly name: string; readonly version: string }[]): void {
    const at = this.#clock.now();
    for (const { name, version } of found) if (this.#latest.has(name)) this.#latest.set(name, { at, version });
  }

  async onModuleDestroy(): Promise<void> {
    await this.#registry?.close();
  }

  #look(registry: PluginRegistry, name: string): void {
    const before = this.#latest.get(name)?.version;
    this.#latest.set(name, { at: this.#clock.now(), version: before });
    registry.versions(name).then(
      (found) => void this.#latest.set(name, { at: this.#clock.now(), version: found?.latest }),
      // Asked again after a while; meanwhile what was known is shown.
      () => undefined,
    );
  }
}
