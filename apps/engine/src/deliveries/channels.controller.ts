import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../accounts/caller.js';
import { Operation } from '../http/operation.js';
import { ChannelService } from './channel.service.js';
import { ChannelChange, ChannelList, ChannelView } from './delivery.dto.js';

@ApiTags('deliveries')
@Controller('api/channels')
export class ChannelsController {
  readonly #channels: ChannelService;

  constructor(channels: ChannelService) {
    this.#channels = channels;
  }

  @Get()
  @Operation({ summary: 'Channels with their switches and limits', access: 'viewer', returns: ChannelList })
  listChannels(@FromCaller() caller: Caller): Promise<ChannelList> {
    return this.#channels.list(caller.workspaceId);
  }

  @Put(':channel')
  @ApiParam({ name: 'channel', schema: { type: 'string', example: 'mail' }, description: 'A channel, or `all`.' })
  @Operation({
    summary: 'Halt a channel, let it go on, or set its limits',
    description:
      'Halting stops new deliveries within five seconds; those waiting stay in order and lose nothing. What is not named stays as it is.',
    access: 'editor',
    returns: ChannelView,
    fails: {
      404: '`channel.not-found`: there is no such channel.',
      422: '`request.invalid`, or `channel.all-only-halts`: limits are set for one channel.',
    },
  })
  changeChannel(
    @FromCaller() caller: Caller,
    @Param('channel') channel: string,
    @Body() body: ChannelChange,
  ): Promise<ChannelView> {
    return this.#channels.change(caller, channel, body);
  }
}
