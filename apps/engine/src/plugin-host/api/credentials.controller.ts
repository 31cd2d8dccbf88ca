import { Body, Controller, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../../accounts/caller.js';
import { Operation } from '../../http/operation.js';
import { CredentialList, CredentialTest, CredentialValues, CredentialView } from './credentials.dto.js';
import { PluginCredentialService } from './credentials.service.js';
import { WithName, WithPlugin } from './params.js';

const fails = { 404: '`plugin-host.not-installed`, `plugin-host.no-credential`' };

@ApiTags('plugins')
@Controller('api/plugins/:id/credentials')
export class PluginCredentialsController {
  readonly #credentials: PluginCredentialService;

  constructor(credentials: PluginCredentialService) {
    this.#credentials = credentials;
  }

  @Get()
  @WithPlugin()
  @Operation({ summary: 'Credentials that a plugin uses', access: 'viewer', returns: CredentialList, fails })
  async listPluginCredentials(@FromCaller() caller: Caller, @Param('id') id: string): Promise<CredentialList> {
    return { items: await this.#credentials.list(caller.workspaceId, id) };
  }

  @Get(':name')
  @WithPlugin()
  @WithName()
  @Operation({ summary: 'One credential, without its values', access: 'viewer', returns: CredentialView, fails })
  getPluginCredential(
    @FromCaller() caller: Caller,
    @Param('id') id: string,
    @Param('name') name: string,
  ): Promise<CredentialView> {
    return this.#credentials.one(caller.workspaceId, id, name);
  }

  @Put(':name')
  @WithPlugin()
  @WithName()
  @Operation({
    summary: 'Enter a credential',
    description:
      'Kept encrypted and put into requests by the host, on the hosts that the plugin names alone. The plugin never sees it.',
    access: 'admin',
    returns: CredentialView,
    fails: { ...fails, 422: '`plugin-host.credential-invalid`; `request.invalid`' },
  })
  setPluginCredential(
    @FromCaller() caller: Caller,
    @Param('id') id: string,
    @Param('name') name: string,
    @Body() body: CredentialValues,
  ): Promise<CredentialView> {
    return this.#credentials.enter(caller, id, name, body.values);
  }

  @Delete(':name')
  @WithPlugin()
  @WithName()
  @Operation({ summary: 'Forget a credential', access: 'admin', fails })
  removePluginCredential(
    @FromCaller() caller: Caller,
    @Param('id') id: string,
    @Param('name') name: string,
  ): Promise<void> {
    return this.#credentials.remove(caller, id, name);
  }

  @Post(':name/test')
  @WithPlugin()
  @WithName()
  @Operation({ summary: 'Show whether a credential works', access: 'admin', returns: CredentialTest, fails })
  testPluginCredential(
    @FromCaller() caller: Caller,
    @Param('id') id: string,
    @Param('name') name: string,
  ): Promise<CredentialTest> {
    return this.#credentials.test(caller.workspaceId, id, name);
  }
}
