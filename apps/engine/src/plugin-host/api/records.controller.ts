import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../../accounts/caller.js';
import { IdParam, Operation, WithId } from '../../http/operation.js';
import { PluginCosts, RecordingList, RecordingWhole } from './records.dto.js';
import { PluginRecordService } from './records.service.js';
import { WithPlugin } from './params.js';

@ApiTags('plugins')
@Controller('api')
export class PluginRecordsController {
  readonly #records: PluginRecordService;

  constructor(records: PluginRecordService) {
    this.#records = records;
  }

  @Get('plugins/:id/costs')
  @WithPlugin()
  @Operation({
    summary: 'What a plugin cost in the last days, for each node',
    access: 'viewer',
    returns: PluginCosts,
    fails: { 404: '`plugin-host.not-installed`' },
  })
  getPluginCosts(@FromCaller() caller: Caller, @Param('id') id: string): Promise<PluginCosts> {
    return this.#records.costsOfPlugin(caller.workspaceId, id);
  }

  @Get('journeys/:id/costs')
  @WithId()
  @Operation({
    summary: 'What the nodes of plugins in a journey cost in the last days',
    access: 'viewer',
    returns: PluginCosts,
    fails: { 404: '`journey.not-found`' },
  })
  getJourneyCosts(@FromCaller() caller: Caller, @IdParam() id: number): Promise<PluginCosts> {
    return this.#records.costsOfJourney(caller.workspaceId, id);
  }

  @Get('plugins/:id/recordings')
  @WithPlugin()
  @Operation({
    summary: 'Batches of a plugin that went wrong',
    access: 'editor',
    returns: RecordingList,
    fails: { 404: '`plugin-host.not-installed`' },
  })
  async listPluginRecordings(@FromCaller() caller: Caller, @Param('id') id: string): Promise<RecordingList> {
    return { items: await this.#records.recordings(caller.workspaceId, id) };
  }

  @Get('plugins/:id/recordings/:rid')
  @WithPlugin()
  @WithId('rid')
  @Operation({
    summary: 'One of them, with all that a replay needs',
    description: 'Holds data of contacts, as they crossed into the plugin.',
    access: 'editor',
    returns: RecordingWhole,
    fails: { 404: '`plugin-host.recording-not-found`' },
  })
  getPluginRecording(
    @FromCaller() caller: Caller,
    @Param('id') id: string,
    @IdParam('rid') rid: number,
  ): Promise<RecordingWhole> {
    return this.#records.recording(caller.workspaceId, id, rid);
  }
}
