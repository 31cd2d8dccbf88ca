import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../accounts/caller.js';
import { IdParam, Operation, WithId } from '../http/operation.js';
import { AdmitService } from './admit.service.js';
import {
  CountsQuery,
  CountsView,
  EntryRequest,
  EntryResult,
  RunPage,
  RunQuery,
  VersionList,
  VersionView,
} from './journey.dto.js';
import { RunService } from './run.service.js';

const MISSING = '`journey.not-found`: this workspace has no such journey or version.';

/** What became of a journey: its versions, who is inside, who left how. */
@ApiTags('journeys')
@Controller('api/journeys/:id')
export class RunsController {
  readonly #runs: RunService;
  readonly #admit: AdmitService;

  constructor(runs: RunService, admit: AdmitService) {
    this.#runs = runs;
    this.#admit = admit;
  }

  @Get('versions')
  @WithId()
  @Operation({ summary: 'Published versions', access: 'viewer', returns: VersionList, fails: { 404: MISSING } })
  listVersions(@FromCaller() caller: Caller, @IdParam() id: number): Promise<VersionList> {
    return this.#runs.versions(caller.workspaceId, id);
  }

  @Get('versions/:number')
  @WithId()
  @WithId('number')
  @Operation({ summary: 'The drawing of a version', access: 'viewer', returns: VersionView, fails: { 404: MISSING } })
  getVersion(
    @FromCaller() caller: Caller,
    @IdParam() id: number,
    @IdParam('number') number: number,
  ): Promise<VersionView> {
    return this.#runs.version(caller.workspaceId, id, number);
  }

  @Get('counts')
  @WithId()
  @Operation({ summary: 'Numbers for the canvas', access: 'viewer', returns: CountsView, fails: { 404: MISSING } })
  getCounts(@FromCaller() caller: Caller, @IdParam() id: number, @Query() query: CountsQuery): Promise<CountsView> {
    return this.#runs.counts(caller.workspaceId, id, query.version);
  }

  @Get('runs')
  @WithId()
  @Operation({ summary: 'Contacts in this journey', access: 'viewer', returns: RunPage, fails: { 404: MISSING } })
  listRuns(@FromCaller() caller: Caller, @IdParam() id: number, @Query() query: RunQuery): Promise<RunPage> {
    return this.#runs.page(caller.workspaceId, id, query);
  }

  @Post('entries')
  @WithId()
  @Operation({
    summary: 'Let contacts in',
    description: 'Needs an entry of kind `api` in the published version.',
    access: 'editor',
    returns: EntryResult,
    fails: {
      404: MISSING,
      409: '`journey.not-live`: publish or resume it first; `journey.no-api-entry`: it has no entry of kind `api`.',
    },
  })
  admitContacts(@FromCaller() caller: Caller, @IdParam() id: number, @Body() body: EntryRequest): Promise<EntryResult> {
    return this.#admit.admit(caller.workspaceId, id, body);
  }
}
