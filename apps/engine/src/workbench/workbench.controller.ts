import { Body, Controller, Get, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../accounts/caller.js';
import { Operation } from '../http/operation.js';
import { PromoteRequest } from './promote/promote.dto.js';
import { PromoteService } from './promote/promote.service.js';
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
  readonly #promotions: PromoteService;

  constructor(runs: WorkbenchRunService, typings: TypingsService, promotions: PromoteService) {
    this.#runs = runs;
    this.#typings = typings;
    this.#promotions = promotions;
  }

  @Post('run')
  @Operation({
    summary: 'Run code on sample contacts',
    description:
      "In production's sandbox, for at most 100 contacts of the workspace. Nothing is written; HTTP calls of a plugin are answered with what `pretend` says and never leave the house.",
    access: 'editor',
    returns: WorkbenchRun,
    fails: {
      404: '`contact.not-found`, `workbench.type-not-found`: a named contact is not of this workspace, or nobody knows the type.',
      422: '`request.invalid`, `rules.invalid`, `workbench.nothing-to-run`, `workbench.bad-manifest`, `workbench.no-code`: the input breaks a rule.',
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

  @Post('promote')
  @ApiProduces('application/gzip')
  @Operation({
    summary: 'Turn a code node into a plugin project',
    description:
      'Answers a .tgz with manifest, code around the unchanged script, tests of the contacts it was tried on, icons and README.',
    access: 'editor',
    status: 200,
    fails: {
      404: MISSING,
      422: '`request.invalid`, `workbench.not-code`: the input breaks a rule, or the node holds no script.',
    },
  })
  @ApiResponse({ status: 200, description: 'The project.', schema: { type: 'string', format: 'binary' } })
  async promoteCodeNode(@FromCaller() caller: Caller, @Body() body: PromoteRequest): Promise<StreamableFile> {
    return new StreamableFile(await this.#promotions.promote(caller, body), {
      type: 'application/gzip',
      disposition: `attachment; filename="sojourn-plugin-${body.publisher}-${body.name}.tgz"`,
    });
  }
}
