import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../accounts/caller.js';
import { Operation } from '../http/operation.js';
import { SegmentAnswer, SegmentQuestion } from './segment.dto.js';
import { SegmentService } from './segment.service.js';

@ApiTags('segments')
@Controller('api/segments')
export class SegmentsController {
  readonly #segments: SegmentService;

  constructor(segments: SegmentService) {
    this.#segments = segments;
  }

  @Post('preview')
  @Operation({
    summary: 'How many contacts meet a condition now',
    access: 'viewer',
    returns: SegmentAnswer,
    fails: { 422: '`rules.invalid`: the condition cannot be read; `details.issues` points at it.' },
  })
  previewSegment(@FromCaller() caller: Caller, @Body() body: SegmentQuestion): Promise<SegmentAnswer> {
    return this.#segments.preview(caller.workspaceId, body.condition);
  }
}
