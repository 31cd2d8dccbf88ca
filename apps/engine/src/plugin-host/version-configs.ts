import type { JourneyStore } from '@sojourn/execution';
import type { JsonObject } from '@sojourn/kernel';

const KEPT = 200;

/** Configs of nodes as versions were published. Versions never change, so the last that were asked for are kept. */
export function versionConfigs(
  store: Pick<JourneyStore, 'versions'>,
): (versionId: number, nodeId: string) => Promise<JsonObject | undefined> {
  const known = new Map<number, ReadonlyMap<string, JsonObject>>();
  return async (versionId, nodeId) => {
    let configs = known.get(versionId);
    if (!configs) {
      const [version] = await store.versions([versionId]);
      if (!version) return undefined;
      configs = new Map(version.document.nodes.map(({ id, config }) => [id, config]));
      if (known.size >= KEPT) known.clear();
      known.set(versionId, configs);
    }
    return configs.get(nodeId);
  };
}
