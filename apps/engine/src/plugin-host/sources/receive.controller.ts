import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { postedText } from '../../http/bodies.js';
import { Operation } from '../../http/operation.js';
import { SourceReceiveService } from './receive.service.js';
import { SourceReceipt } from './source.dto.js';

const fails = {
  400: '`request.not-json`: it says that it is JSON and is none.',
  404: '`source.unknown-address`',
  409: '`source.paused`',
  413: '`source.too-large` (256 KB)',
  422: '`source.rejected`: the plugin could not make events of it.',
  503: '`source.unavailable`: the plugin cannot run now; send it again later.',
};

@ApiTags('sources')
@Controller('hooks/sources')
export class SourceReceiveController {
  readonly #receive: SourceReceiveService;

  constructor(receive: SourceReceiveService) {
    this.#receive = receive;
  }

  @Post(':token')
  @ApiParam({ name: 'token', schema: { type: 'string' }, description: 'The secret part of the address.' })
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded', 'text/plain', 'text/xml')
  @ApiBody({ schema: {}, description: 'JSON of any shape, a form, or text of any other type; the plugin reads it.' })
  @Operation({
    summary: 'Send something to a source',
    description:
      'The plugin makes events of it. Those that come twice are stored once. Where the sender wants to hear something of its own, the plugin says what, in place of the receipt.',
    access: 'anyone',
    returns: SourceReceipt,
    fails,
  })
  receive(
    @Param('token') token: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SourceReceipt | string> {
    return this.#heard('POST', token, request, response);
  }

  @Get(':token')
  @ApiParam({ name: 'token', schema: { type: 'string' }, description: 'The secret part of the address.' })
  @Operation({
    summary: 'Ask a source something',
    description: 'As those do who make sure, before they post, that the address is what somebody says it is.',
    access: 'anyone',
    returns: SourceReceipt,
    fails,
  })
  asked(
    @Param('token') token: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SourceReceipt | string> {
    return this.#heard('GET', token, request, response);
  }

  async #heard(
    method: 'GET' | 'POST',
    token: string,
    request: Request,
    response: Response,
  ): Promise<SourceReceipt | string> {
    const { headers, query } = request;
    const { receipt, reply } = await this.#receive.receive(token, { method, headers, query: query as Record<string, unknown>, raw: postedText(request) }); // prettier-ignore
    if (!reply) return receipt;
    // A plugin's words from our own address: no browser makes a page of them.
    response.set({ 'content-security-policy': "default-src 'none'; sandbox", 'x-content-type-options': 'nosniff' });
    response.type(`${reply.type}; charset=utf-8`);
    return reply.body;
  }
}
