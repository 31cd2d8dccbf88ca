import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiExtraModels, ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../accounts/caller.js';
import { IdParam, Operation, WithId } from '../http/operation.js';
import { ContactChange, ContactPage, ContactQuery, ContactRun, ContactView, NewContact } from './contact.dto.js';
import { ContactService } from './contact.service.js';
import { HistoryService } from './history.service.js';
import { TIMELINE_ITEMS, TimelinePage, TimelineQuery } from './timeline.dto.js';

const MISSING = '`contact.not-found`: this workspace has no such contact.';

@ApiTags('contacts')
@ApiExtraModels(...TIMELINE_ITEMS)
@Controller('api/contacts')
export class ContactsController {
  readonly #contacts: ContactService;
  readonly #history: HistoryService;

  constructor(contacts: ContactService, history: HistoryService) {
    this.#contacts = contacts;
    this.#history = history;
  }

  @Get()
  @Operation({ summary: 'Find contacts', access: 'viewer', returns: ContactPage })
  listContacts(@FromCaller() caller: Caller, @Query() query: ContactQuery): Promise<ContactPage> {
    return this.#contacts.page(caller.workspaceId, query);
  }

  @Post()
  @Operation({
    summary: 'Create a contact',
    access: 'editor',
    returns: ContactView,
    status: 201,
    fails: { 409: '`contact.exists`: the externalId belongs to another contact.' },
  })
  createContact(@FromCaller() caller: Caller, @Body() body: NewContact): Promise<ContactView> {
    return this.#contacts.create(caller.workspaceId, body);
  }

  @Get(':id')
  @WithId()
  @Operation({ summary: 'A contact', access: 'viewer', returns: ContactView, fails: { 404: MISSING } })
  getContact(@FromCaller() caller: Caller, @IdParam() id: number): Promise<ContactView> {
    return this.#contacts.view(caller.workspaceId, id);
  }

  @Patch(':id')
  @WithId()
  @Operation({ summary: 'Change a contact', access: 'editor', returns: ContactView, fails: { 404: MISSING } })
  changeContact(
    @FromCaller() caller: Caller,
    @IdParam() id: number,
    @Body() body: ContactChange,
  ): Promise<ContactView> {
    return this.#contacts.change(caller.workspaceId, id, body);
  }

  @Get(':id/timeline')
  @WithId()
  @Operation({
    summary: 'What happened to a contact, newest first',
    access: 'viewer',
    returns: TimelinePage,
    fails: { 404: MISSING },
  })
  getTimeline(
    @FromCaller() caller: Caller,
    @IdParam() id: number,
    @Query() query: TimelineQuery,
  ): Promise<TimelinePage> {
    return this.#history.timeline(caller.workspaceId, id, query.cursor);
  }

  @Get(':id/runs')
  @WithId()
  @Operation({
    summary: "A contact's journeys with the path of each run",
    access: 'viewer',
    returns: [ContactRun],
    fails: { 404: MISSING },
  })
  getContactRuns(@FromCaller() caller: Caller, @IdParam() id: number): Promise<ContactRun[]> {
    return this.#history.runs(caller.workspaceId, id);
  }
}
