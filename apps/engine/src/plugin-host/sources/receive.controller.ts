import { Controller, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { postedText } from '../../http/bodies.js';
import { Operation } from '../../http/operation.js';
import { SourceReceiveService } from './receive.service.js';
import { SourceReceipt } from './source.dto.js';

@ApiTags('sources')
@Controller('hooks/sources')
export class SourceReceiveController {
  readonly #receive: SourceReceiveService;

  constructor(receive: SourceReceiveService) {
    this.#receive = receive;
  }

  @Post(':token')
  @ApiParam({ name: 'token', schema: { type: 'string' }, description: 'The secret part of the address.' })
  @ApiBody({
    schema: { type: 'object', additionalProperties: true },
    description: 'JSON of any shape; the plugin reads it.',
  })
  @Operation({
    summary: 'Send something to a source',
    description: 'The plugin makes events of it. Those that come twice are stored once.',
    access: 'anyone',
    returns: SourceReceipt,
    fails: {
      404: '`source.unknown-address`',
      409: '`source.paused`',
      413: '`source.too-large` (256 KB)',
      422: '`source.rejected`: the plugin could not make events of it.',
      503: '`source.unavailable`: the plugin cannot run now; send it again later.',
    },
  })
  receive(@Param('token') token: string, @Req() request: Request): Promise<SourceReceipt> {
    const { headers, query, body } = request;
    return this.#receive.receive(token, {
      headers,
      query: query as Record<string, unknown>,
      body: body as unknown,
      raw: postedText(request),
    });
  }
}
