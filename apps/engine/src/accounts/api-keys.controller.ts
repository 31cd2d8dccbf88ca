import { Body, Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam, Operation, WithId } from '../http/operation.js';
import { ApiKeyList, CreatedApiKey, NewApiKey } from './api-key.dto.js';
import { ApiKeyService } from './api-key.service.js';
import { FromCaller, type Caller } from './caller.js';

@ApiTags('settings')
@Controller('api/api-keys')
export class ApiKeysController {
  readonly #keys: ApiKeyService;

  constructor(keys: ApiKeyService) {
    this.#keys = keys;
  }

  @Get()
  @Operation({ summary: 'Keys, revoked ones too', access: 'admin', returns: ApiKeyList })
  listApiKeys(@FromCaller() caller: Caller): Promise<ApiKeyList> {
    return this.#keys.list(caller.workspaceId);
  }

  @Post()
  @Operation({ summary: 'Make a key; it is shown this once', access: 'admin', returns: CreatedApiKey, status: 201 })
  createApiKey(@FromCaller() caller: Caller, @Body() body: NewApiKey): Promise<CreatedApiKey> {
    return this.#keys.create(caller, body);
  }

  @Delete(':id')
  @WithId()
  @Operation({ summary: 'Revoke a key at once', access: 'admin', fails: { 404: '`api-key.not-found`' } })
  revokeApiKey(@FromCaller() caller: Caller, @IdParam() id: number): Promise<void> {
    return this.#keys.revoke(caller, id);
  }
}
