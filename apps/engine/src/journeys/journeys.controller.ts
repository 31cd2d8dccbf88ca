import { Body, Controller, Delete, Get, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../accounts/caller.js';
import { IdParam, Operation, WithId } from '../http/operation.js';
import {
  DraftChange,
  DraftSaved,
  JourneyList,
  JourneyQuery,
  JourneyView,
  NewJourney,
  Published,
  PublishRequest,
} from './journey.dto.js';
import { JourneyService } from './journey.service.js';
import { PublishService } from './publish.service.js';

const MISSING = '`journey.not-found`: this workspace has no such journey.';

@ApiTags('journeys')
@Controller('api/journeys')
export class JourneysController {
  readonly #journeys: JourneyService;
  readonly #publishing: PublishService;

  constructor(journeys: JourneyService, publishing: PublishService) {
    this.#journeys = journeys;
    this.#publishing = publishing;
  }

  @Get()
  @Operation({ summary: 'List journeys', access: 'viewer', returns: JourneyList })
  listJourneys(@FromCaller() caller: Caller, @Query() query: JourneyQuery): Promise<JourneyList> {
    return this.#journeys.list(caller.workspaceId, query);
  }

  @Post()
  @Operation({ summary: 'Create a journey', access: 'editor', returns: JourneyView, status: 201 })
  createJourney(@FromCaller() caller: Caller, @Body() body: NewJourney): Promise<JourneyView> {
    return this.#journeys.create(caller, body);
  }

  @Get(':id')
  @WithId()
  @Operation({ summary: 'A journey with its draft', access: 'viewer', returns: JourneyView, fails: { 404: MISSING } })
  getJourney(@FromCaller() caller: Caller, @IdParam() id: number): Promise<JourneyView> {
    return this.#journeys.view(caller.workspaceId, id);
  }

  @Delete(':id')
  @WithId()
  @Operation({
    summary: 'Delete a draft or archived journey',
    access: 'editor',
    fails: { 404: MISSING, 409: '`journey.in-use`: archive it first.' },
  })
  deleteJourney(@FromCaller() caller: Caller, @IdParam() id: number): Promise<void> {
    return this.#journeys.remove(caller, id);
  }

  @Put(':id/draft')
  @WithId()
  @Operation({
    summary: 'Save the draft',
    description: 'Saves whatever is drawn, with or without issues; refuses only what is not a journey document at all.',
    access: 'editor',
    returns: DraftSaved,
    fails: {
      404: MISSING,
      409: '`journey.stale-revision`: somebody saved since; `details.revision` is the current one.',
    },
  })
  saveDraft(@FromCaller() caller: Caller, @IdParam() id: number, @Body() body: DraftChange): Promise<DraftSaved> {
    return this.#journeys.saveDraft(caller.workspaceId, id, body);
  }

  @Post(':id/publish')
  @WithId()
  @Operation({
    summary: 'Publish the draft as a new immutable version',
    access: 'editor',
    returns: Published,
    fails: {
      404: MISSING,
      409: '`journey.stale-revision`',
      422: '`journey.invalid`: `details.issues` says what is wrong.',
    },
  })
  publishJourney(
    @FromCaller() caller: Caller,
    @IdParam() id: number,
    @Body() body: PublishRequest,
  ): Promise<Published> {
    return this.#publishing.publish(caller, id, body.revision);
  }

  @Post(':id/pause')
  @WithId()
  @Operation({
    summary: 'Pause: nobody enters, nobody moves',
    access: 'editor',
    returns: JourneyView,
    fails: { 404: MISSING, 409: '`journey.wrong-state`' },
  })
  pauseJourney(@FromCaller() caller: Caller, @IdParam() id: number): Promise<JourneyView> {
    return this.#journeys.changeState(caller, id, 'pause');
  }

  @Post(':id/resume')
  @WithId()
  @Operation({
    summary: 'Go on after a pause',
    access: 'editor',
    returns: JourneyView,
    fails: { 404: MISSING, 409: '`journey.wrong-state`' },
  })
  resumeJourney(@FromCaller() caller: Caller, @IdParam() id: number): Promise<JourneyView> {
    return this.#journeys.changeState(caller, id, 'resume');
  }

  @Post(':id/archive')
  @WithId()
  @Operation({
    summary: 'Archive: ends every run inside',
    access: 'editor',
    returns: JourneyView,
    fails: { 404: MISSING, 409: '`journey.wrong-state`' },
  })
  archiveJourney(@FromCaller() caller: Caller, @IdParam() id: number): Promise<JourneyView> {
    return this.#journeys.changeState(caller, id, 'archive');
  }

  @Post(':id/duplicate')
  @WithId()
  @Operation({
    summary: 'Copy the draft into a new journey',
    access: 'editor',
    returns: JourneyView,
    status: 201,
    fails: { 404: MISSING },
  })
  duplicateJourney(@FromCaller() caller: Caller, @IdParam() id: number): Promise<JourneyView> {
    return this.#journeys.duplicate(caller, id);
  }
}
