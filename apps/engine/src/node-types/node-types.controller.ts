import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../accounts/caller.js';
import { Operation } from '../http/operation.js';
import { DrawingService } from './drawing.service.js';
import { ManifestView, NodeTypesQuery } from './manifest.dto.js';
import { NodeTypeService } from './node-type.service.js';

@ApiTags('node types')
@Controller('api/node-types')
export class NodeTypesController {
  readonly #types: NodeTypeService;
  readonly #drawings: DrawingService;

  constructor(types: NodeTypeService, drawings: DrawingService) {
    this.#types = types;
    this.#drawings = drawings;
  }

  @Get()
  @Operation({
    summary: 'Node types',
    description:
      'What ships, what the workspace has installed, and what a journey pins: its draft, or one of its versions. A type whose plugin cannot be used is listed as long as its manifest is stored, with what to do about it.',
    access: 'viewer',
    returns: [ManifestView],
    fails: { 404: '`journey.not-found`: this workspace has no such journey or version.' },
  })
  async listNodeTypes(@FromCaller() caller: Caller, @Query() query: NodeTypesQuery): Promise<ManifestView[]> {
    const { workspaceId } = caller;
    const drawn =
      query.journey === undefined ? undefined : await this.#drawings.find(workspaceId, query.journey, query.version);
    // A manifest satisfies the view by construction; the view is written out for the OpenAPI document.
    return (await this.#types.list(workspaceId, drawn)) as unknown as ManifestView[];
  }
}
