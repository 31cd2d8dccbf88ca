import { Controller, Delete, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../accounts/caller.js';
import { Operation } from '../http/operation.js';
import { PublisherList } from './plugin.dto.js';
import { PublisherService } from './publisher.service.js';

@ApiTags('plugins')
@Controller('api/publishers')
export class PublishersController {
  readonly #publishers: PublisherService;

  constructor(publishers: PublisherService) {
    this.#publishers = publishers;
  }

  @Get()
  @Operation({ summary: 'Whose plugins this workspace takes', access: 'viewer', returns: PublisherList })
  listPublishers(@FromCaller() caller: Caller): Promise<PublisherList> {
    return this.#publishers.list(caller.workspaceId);
  }

  @Delete(':publisher')
  @Operation({
    summary: 'Trust a publisher’s keys no more',
    description: 'What is installed goes on. The next package of that publisher must be trusted anew.',
    access: 'admin',
    fails: { 404: '`plugin.no-publisher`' },
  })
  retirePublisher(@FromCaller() caller: Caller, @Param('publisher') publisher: string): Promise<void> {
    return this.#publishers.retire(caller, publisher);
  }
}
