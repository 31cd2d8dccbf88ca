import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../accounts/caller.js';
import { Operation } from '../http/operation.js';
import { OverviewView } from './overview.dto.js';
import { OverviewService } from './overview.service.js';

@ApiTags('overview')
@Controller('api/overview')
export class OverviewController {
  readonly #overview: OverviewService;

  constructor(overview: OverviewService) {
    this.#overview = overview;
  }

  @Get()
  @Operation({ summary: 'Today in numbers', access: 'viewer', returns: OverviewView })
  getOverview(@FromCaller() caller: Caller): Promise<OverviewView> {
    return this.#overview.view(caller.workspaceId);
  }
}
