import { Body, Controller, Headers, Post } from '@nestjs/common';
import { ApiBody, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { Operation } from '../http/operation.js';
import { IngestResult } from './ingest.dto.js';
import { IngestService } from './ingest.service.js';
import type { CallKind } from './call.js';

const CALL = {
  summary: '',
  access: 'anyone' as const,
  returns: IngestResult,
  fails: {
    400: '`ingest.*`: the call cannot be taken; the message says what is missing.',
    401: '`ingest.no-key` or `ingest.unknown-key`',
    413: '`ingest.item-too-large` (32 KB) or `request.too-large` (500 KB)',
    422: '`request.too-deep`: nested deeper than 32 levels.',
  },
};

const BODY = {
  schema: {
    type: 'object' as const,
    additionalProperties: true,
    description:
      'As in the Segment HTTP tracking API: userId or anonymousId, event, properties, traits, context, timestamp, messageId...',
  },
};
const BATCH = {
  schema: {
    type: 'object' as const,
    required: ['batch'],
    properties: {
      batch: {
        type: 'array' as const,
        maxItems: 1_000,
        items: { type: 'object' as const, additionalProperties: true },
      },
    },
    additionalProperties: true,
  },
};

/** The Segment HTTP tracking API. The write key is the user name of Basic authentication, or `writeKey` in the body. */
@ApiTags('ingest')
@ApiSecurity('writeKey')
@Controller('v1')
export class IngestController {
  readonly #ingest: IngestService;

  constructor(ingest: IngestService) {
    this.#ingest = ingest;
  }

  @Post('identify')
  @ApiBody(BODY)
  @Operation({ ...CALL, summary: 'Who a contact is' })
  identify(@Headers('authorization') authorization: string | undefined, @Body() body: unknown): Promise<IngestResult> {
    return this.#one('identify', authorization, body);
  }

  @Post('track')
  @ApiBody(BODY)
  @Operation({ ...CALL, summary: 'What a contact did' })
  track(@Headers('authorization') authorization: string | undefined, @Body() body: unknown): Promise<IngestResult> {
    return this.#one('track', authorization, body);
  }

  @Post('page')
  @ApiBody(BODY)
  @Operation({ ...CALL, summary: 'A web page was seen' })
  page(@Headers('authorization') authorization: string | undefined, @Body() body: unknown): Promise<IngestResult> {
    return this.#one('page', authorization, body);
  }

  @Post('screen')
  @ApiBody(BODY)
  @Operation({ ...CALL, summary: 'A screen of an app was seen' })
  screen(@Headers('authorization') authorization: string | undefined, @Body() body: unknown): Promise<IngestResult> {
    return this.#one('screen', authorization, body);
  }

  @Post('group')
  @ApiBody(BODY)
  @Operation({ ...CALL, summary: 'A contact belongs to a group' })
  group(@Headers('authorization') authorization: string | undefined, @Body() body: unknown): Promise<IngestResult> {
    return this.#one('group', authorization, body);
  }

  @Post('alias')
  @ApiBody(BODY)
  @Operation({ ...CALL, summary: 'Two names are one contact' })
  alias(@Headers('authorization') authorization: string | undefined, @Body() body: unknown): Promise<IngestResult> {
    return this.#one('alias', authorization, body);
  }

  @Post('batch')
  @ApiBody(BATCH)
  @Operation({ ...CALL, summary: 'Many calls at once' })
  batch(@Headers('authorization') authorization: string | undefined, @Body() body: unknown): Promise<IngestResult> {
    return this.#ingest.many({ authorization, body }, 'api');
  }

  @Post('import')
  @ApiBody(BATCH)
  @Operation({ ...CALL, summary: 'Many calls of the past at once' })
  importBatch(
    @Headers('authorization') authorization: string | undefined,
    @Body() body: unknown,
  ): Promise<IngestResult> {
    return this.#ingest.many({ authorization, body }, 'import');
  }

  #one(kind: CallKind, authorization: string | undefined, body: unknown): Promise<IngestResult> {
    return this.#ingest.one(kind, { authorization, body });
  }
}
