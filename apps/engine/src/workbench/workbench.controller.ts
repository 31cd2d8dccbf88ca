import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../accounts/caller.js';
import { Operation } from '../http/operation.js';
import { WorkbenchRun, WorkbenchRunRequest } from './run/run.dto.js';
import { WorkbenchRunService } from './run/run.service.js';
import { TypingsQuery, TypingsRequest, TypingsView } from './typings/typings.dto.js';
import { TypingsService } from './typings/typings.service.js';

const MISSING = '`journey.not-found`, `workbench.node-not-found`: there is no such journey, or no such node in it.';

/** Where code is written and tried: types for the editor, runs on sample contacts, a plugin made of a code node. */
@ApiTags('workbench')
@Controller('api/workbench')
export class WorkbenchController {
  readonly #runs: WorkbenchRunService;
  readonly #typings: TypingsService;

  constructor(runs: WorkbenchRunService, typings: TypingsService) {
    this.#runs = runs;
    this.#typings = typings;
  }

  @Post('run')
  @Operation({
    summary: 'Run code on sample contacts',
    description:
      "In production's sandbox, for at most 100 contacts of the workspace. Nothing is written; HTTP calls of a plugin are answered with what `pretend` says and never leave the house.",
    access: 'editor',
    returns: WorkbenchRun,
    fails: {
      404: '`contact.not-found`: a named contact is not of this workspace.',
      422: '`request.invalid`, `rules.invalid`, `workbench.nothing-to-run`, `workbench.bad-manifest`: the input breaks a rule.',
    },
  })
  runInWorkbench(@FromCaller() caller: Caller, @Body() body: WorkbenchRunRequest): Promise<WorkbenchRun> {
    return this.#runs.run(caller.workspaceId, body);
  }

  @Get('typings')
  @Operation({
    summary: 'Types of what a script finds around it',
    description: 'Generated from the newest contacts and events of the workspace and from the draft of the journey.',
    access: 'viewer',
    returns: TypingsView,
    fails: { 404: MISSING },
  })
  getTypings(@FromCaller() caller: Caller, @Query() query: TypingsQuery): Promise<TypingsView> {
    return this.#typings.typings(caller.workspaceId, query);
  }

  @Post('typings')
  @Operation({
    summary: 'Types of what a script finds around it in a drawing that is not saved yet',
    access: 'viewer',
    returns: TypingsView,
    fails: { 404: MISSING },
  })
  typingsOfDraft(@FromCaller() caller: Caller, @Body() body: TypingsRequest): Promise<TypingsView> {
    return this.#typings.typings(caller.workspaceId, body);
  }
}
