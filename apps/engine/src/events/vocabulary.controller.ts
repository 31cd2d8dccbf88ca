import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../accounts/caller.js';
import { Operation } from '../http/operation.js';
import { AttributeView, EventTypeView, TagView } from './event-type.dto.js';
import { VocabularyService } from './vocabulary.service.js';

/** The names in use in a workspace, for pickers. */
@ApiTags('vocabulary')
@Controller('api')
export class VocabularyController {
  readonly #vocabulary: VocabularyService;

  constructor(vocabulary: VocabularyService) {
    this.#vocabulary = vocabulary;
  }

  @Get('event-types')
  @Operation({ summary: 'Event types that were seen', access: 'viewer', returns: [EventTypeView] })
  listEventTypes(@FromCaller() caller: Caller): Promise<EventTypeView[]> {
    return this.#vocabulary.eventTypes(caller.workspaceId);
  }

  @Get('attributes')
  @Operation({ summary: 'Contact attributes that were seen', access: 'viewer', returns: [AttributeView] })
  listAttributes(@FromCaller() caller: Caller): Promise<AttributeView[]> {
    return this.#vocabulary.attributes(caller.workspaceId);
  }

  @Get('tags')
  @Operation({ summary: 'Tags in use', access: 'viewer', returns: [TagView] })
  listTags(@FromCaller() caller: Caller): Promise<TagView[]> {
    return this.#vocabulary.tags(caller.workspaceId);
  }
}
