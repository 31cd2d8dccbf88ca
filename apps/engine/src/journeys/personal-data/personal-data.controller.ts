import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../../accounts/caller.js';
import { IdParam, Operation, WithId } from '../../http/operation.js';
import { PersonalDataMap, PersonalDataQuery } from './personal-data.dto.js';
import { PersonalDataService } from './personal-data.service.js';

@ApiTags('journeys')
@Controller('api/journeys/:id/personal-data')
export class PersonalDataController {
  readonly #service: PersonalDataService;

  constructor(service: PersonalDataService) {
    this.#service = service;
  }

  @Get()
  @WithId()
  @Operation({
    summary: 'Which step sees which personal data',
    description:
      'Of the draft, or of a version by its number: what each step reads and writes of contacts, and where it may send it.',
    access: 'viewer',
    returns: PersonalDataMap,
    fails: { 404: '`journey.not-found`: this workspace has no such journey or version.' },
  })
  getPersonalData(
    @FromCaller() caller: Caller,
    @IdParam() id: number,
    @Query() query: PersonalDataQuery,
  ): Promise<PersonalDataMap> {
    return this.#service.map(caller.workspaceId, id, query.version);
  }
}
