import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Operation } from './operation.js';

/** The description of this API, made at the first request. */
@ApiExcludeController()
@Controller('api/openapi.json')
export class OpenApiController {
  #document: Promise<object> | undefined;

  @Get()
  @Operation({ summary: 'The OpenAPI document', access: 'anyone', status: 200 })
  openApi(): Promise<object> {
    return (this.#document ??= import('./openapi-document.js').then(({ openApiDocument }) => openApiDocument()));
  }
}
