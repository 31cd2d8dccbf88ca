import { Inject, Injectable } from '@nestjs/common';
import type { JourneyNode } from '@sojourn/journey';
import { qualifiedType, type NodeSpec, type PluginManifest } from '@sojourn/plugin-sdk';
import { DrawingService } from '../../node-types/drawing.service.js';
import { NodeTypeService } from '../../node-types/node-type.service.js';
import { PLUGINS, type InstalledPlugins } from '../../ports.js';
import { dataOfNode } from './data-of-node.js';
import type { NodeDataView, PersonalDataMap } from './personal-data.dto.js';

/** Which node of a journey sees which personal data: read off the drawing and the manifests, no code runs. */
@Injectable()
export class PersonalDataService {
  constructor(
    @Inject(DrawingService) private readonly drawings: DrawingService,
    @Inject(NodeTypeService) private readonly types: NodeTypeService,
    @Inject(PLUGINS) private readonly shipped: InstalledPlugins,
  ) {}

  async map(workspaceId: number, journeyId: number, version: number | undefined): Promise<PersonalDataMap> {
    const document = await this.drawings.find(workspaceId, journeyId, version);
    const outside = await this.types.pluginsOf(workspaceId, document);
    const nodes = document.nodes.map((node): NodeDataView => {
      const { id: nodeId, type, title = null } = node;
      const pinned = outside.get(type);
      const found = pinned ? specIn([pinned.manifest], type) : specIn(this.shipped.plugins, type);
      const plugin = pinned?.pin.plugin ?? null;
      const version = pinned?.pin.version ?? null;
      return { nodeId, title, type, plugin, version, ...shown(found, node) };
    });
    return { nodes };
  }
}

type Found = { readonly manifest: PluginManifest; readonly spec: NodeSpec } | undefined;

function specIn(manifests: readonly PluginManifest[], type: string): Found {
  for (const manifest of manifests) {
    const spec = manifest.nodes.find((one) => qualifiedType(manifest, one.type) === type);
    if (spec) return { manifest, spec };
  }
  return undefined;
}

/** Of a type that nobody knows nothing can be said, and nothing of it runs. */
function shown(
  found: Found,
  node: JourneyNode,
): Pick<NodeDataView, 'reads' | 'writes' | 'hosts' | 'channels' | 'reasons'> {
  if (!found) return { reads: [], writes: [], hosts: [], channels: [], reasons: [] };
  const { reads, writes, hosts, channels, reasons } = dataOfNode(found.manifest, found.spec, node);
  return { reads: [...reads], writes: [...writes], hosts: [...hosts], channels: [...channels], reasons: [...reasons] };
}
