import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '../http/operation.js';
import { PLUGINS, type InstalledPlugins } from '../ports.js';
import { ManifestView } from './manifest.dto.js';

@ApiTags('node types')
@Controller('api/node-types')
export class NodeTypesController {
  readonly #plugins: InstalledPlugins;

  constructor(@Inject(PLUGINS) plugins: InstalledPlugins) {
    this.#plugins = plugins;
  }

  @Get()
  @Operation({ summary: 'Installed node types', access: 'viewer', returns: [ManifestView] })
  listNodeTypes(): ManifestView[] {
    // A manifest satisfies the view by construction; the view is written out for the OpenAPI document.
    return this.#plugins.manifests as unknown as ManifestView[];
  }
}
