import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../accounts/caller.js';
import { Operation } from '../http/operation.js';
import { InboxPage, InboxQuery } from './inbox.dto.js';
import { InboxService } from './inbox.service.js';

@ApiTags('messages')
@Controller('api/inbox')
export class InboxController {
  readonly #inbox: InboxService;

  constructor(inbox: InboxService) {
    this.#inbox = inbox;
  }

  @Get()
  @Operation({ summary: 'Messages of the built-in inbox, newest first', access: 'viewer', returns: InboxPage })
  listInbox(@FromCaller() caller: Caller, @Query() query: InboxQuery): Promise<InboxPage> {
    return this.#inbox.page(caller.workspaceId, query);
  }
}
