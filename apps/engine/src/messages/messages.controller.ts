import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../accounts/caller.js';
import { Operation } from '../http/operation.js';
import { PreviewRequest, PreviewResult } from './message.dto.js';
import { PreviewService } from './preview.service.js';

@ApiTags('messages')
@Controller('api/messages')
export class MessagesController {
  readonly #previews: PreviewService;

  constructor(previews: PreviewService) {
    this.#previews = previews;
  }

  @Post('preview')
  @Operation({
    summary: 'Render a message for a contact',
    access: 'viewer',
    returns: PreviewResult,
    fails: { 404: '`contact.not-found`' },
  })
  previewMessage(@FromCaller() caller: Caller, @Body() body: PreviewRequest): Promise<PreviewResult> {
    return this.#previews.preview(caller.workspaceId, body);
  }
}
