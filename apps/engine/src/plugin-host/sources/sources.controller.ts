import { Body, Controller, Delete, Get, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../../accounts/caller.js';
import { IdParam, Operation, WithId } from '../../http/operation.js';
import { NewSource, SourceChange, SourceList, SourceView, SourceWithAddress } from './source.dto.js';
import { SourceService } from './source.service.js';

const fails = { 404: '`source.not-found`' };
const setting = {
  404: '`source.not-found`, `plugin-host.not-installed`, `plugin-host.no-node`',
  422: '`source.config-invalid`, `source.not-a-trigger`, `source.only-receives`; `request.invalid`',
};

@ApiTags('sources')
@Controller('api/sources')
export class SourcesController {
  readonly #sources: SourceService;

  constructor(sources: SourceService) {
    this.#sources = sources;
  }

  @Get()
  @Operation({ summary: 'Where plugins bring events from', access: 'viewer', returns: SourceList })
  async listSources(@FromCaller() caller: Caller): Promise<SourceList> {
    return { items: await this.#sources.list(caller.workspaceId) };
  }

  @Post()
  @Operation({ summary: 'Set up a source', access: 'admin', status: 201, returns: SourceWithAddress, fails: setting })
  addSource(@FromCaller() caller: Caller, @Body() body: NewSource): Promise<SourceWithAddress> {
    return this.#sources.add(caller, body);
  }

  @Get(':id')
  @WithId()
  @Operation({ summary: 'One source', access: 'viewer', returns: SourceView, fails })
  getSource(@FromCaller() caller: Caller, @IdParam() id: number): Promise<SourceView> {
    return this.#sources.one(caller.workspaceId, id);
  }

  @Put(':id')
  @WithId()
  @Operation({
    summary: 'Change a source, pause it or let it go on',
    description: 'What is not named stays as it is.',
    access: 'admin',
    returns: SourceView,
    fails: { ...setting, 409: '`source.stale-revision`' },
  })
  changeSource(@FromCaller() caller: Caller, @IdParam() id: number, @Body() body: SourceChange): Promise<SourceView> {
    return this.#sources.change(caller, id, body);
  }

  @Post(':id/address')
  @WithId()
  @Operation({
    summary: 'Give a source a new address',
    description: 'The old one is refused from now on.',
    access: 'admin',
    returns: SourceWithAddress,
    fails,
  })
  readdressSource(@FromCaller() caller: Caller, @IdParam() id: number): Promise<SourceWithAddress> {
    return this.#sources.readdress(caller, id);
  }

  @Delete(':id')
  @WithId()
  @Operation({ summary: 'Remove a source', description: 'What it brought stays.', access: 'admin', fails })
  removeSource(@FromCaller() caller: Caller, @IdParam() id: number): Promise<void> {
    return this.#sources.remove(caller, id);
  }
}
