import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../accounts/caller.js';
import { Operation } from '../http/operation.js';
import { ParkedPage, ParkedQuery, RepairRequest, RepairResult } from './parked-run.dto.js';
import { ParkedRunService } from './parked-run.service.js';
import { RepairService } from './repair.service.js';

@ApiTags('runs')
@Controller('api/runs')
export class RepairController {
  readonly #parked: ParkedRunService;
  readonly #repairs: RepairService;

  constructor(parked: ParkedRunService, repairs: RepairService) {
    this.#parked = parked;
    this.#repairs = repairs;
  }

  @Get('quarantined')
  @Operation({
    summary: 'Runs that are parked',
    description: 'A run that cannot go on is parked where it stands, with the reason, until somebody repairs it.',
    access: 'viewer',
    returns: ParkedPage,
  })
  listParkedRuns(@FromCaller() caller: Caller, @Query() query: ParkedQuery): Promise<ParkedPage> {
    return this.#parked.page(caller.workspaceId, query);
  }

  @Post('repair')
  @Operation({
    summary: 'Repair parked runs',
    description:
      'Up to 1,000 at a time, in one transaction. What cannot be done for a run is refused for that run alone; the others are repaired. Every repair is in the audit trail and in the trace of the run.',
    access: 'editor',
    returns: RepairResult,
  })
  repairRuns(@FromCaller() caller: Caller, @Body() body: RepairRequest): Promise<RepairResult> {
    return this.#repairs.repair(caller, body);
  }
}
