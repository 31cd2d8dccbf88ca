import { Body, Controller, Delete, Get, Header, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { FromCaller, type Caller } from '../accounts/caller.js';
import { noPackage } from '../http/bodies.js';
import { Operation } from '../http/operation.js';
import { DevService } from './dev.service.js';
import { GrantService } from './grant.service.js';
import { InstallService } from './install.service.js';
import { PackageService } from './package.service.js';
import { PluginListService } from './plugin-list.service.js';
import { PluginUpgradeService } from './plugin-upgrade.service.js';
import {
  AvailablePage,
  AvailableQuery,
  DevBundle,
  DevPin,
  GrantHistory,
  GrantRequest,
  Inspection,
  InspectRequest,
  InstallRequest,
  PluginList,
  PluginVersionList,
  PluginView,
  RefuseRequest,
  RevocationList,
  UpgradeRequest,
  UpgradeResult,
  UsageView,
} from './plugin.dto.js';
import { RevocationService } from './revocation.service.js';
import { UsageService } from './usage.service.js';

const NOT_INSTALLED = '`plugin.not-found`: not installed in this workspace.';
const PACKAGE =
  '`package.*`: the package is not in order; `plugin.wrong-key`, `plugin.version-replaced`, `plugin.reserved`, `plugin.wrong-range`: it must not be installed here.';
const REGISTRY =
  '`registry.unreachable`, `registry.failed`, `registry.denied`: the registry does not answer as it should.';

@ApiTags('plugins')
@Controller('api/plugins')
export class PluginsController {
  constructor(
    private readonly lists: PluginListService,
    private readonly packages: PackageService,
    private readonly installs: InstallService,
    private readonly upgrades: PluginUpgradeService,
    private readonly granting: GrantService,
    private readonly uses: UsageService,
    private readonly revocations: RevocationService,
    private readonly dev: DevService,
  ) {}

  @Get()
  @Operation({ summary: 'Plugins of the workspace', access: 'viewer', returns: PluginList })
  listPlugins(@FromCaller() caller: Caller): Promise<PluginList> {
    return this.lists.list(caller.workspaceId);
  }

  @Get('available')
  @Operation({
    summary: 'Search the registry',
    description: 'Packages with the keyword `sojourn-plugin` on the npm registry that the operator has named.',
    access: 'admin',
    returns: AvailablePage,
    fails: { 409: '`registry.off`: this house takes files alone.', 424: REGISTRY },
  })
  availablePlugins(@FromCaller() caller: Caller, @Query() query: AvailableQuery): Promise<AvailablePage> {
    return this.lists.available(caller.workspaceId, query);
  }

  @Get('revocations')
  @Operation({ summary: 'What must not run any more', access: 'viewer', returns: RevocationList })
  listRevocations(@FromCaller() caller: Caller): Promise<RevocationList> {
    return this.revocations.list(caller.workspaceId);
  }

  @Post('revocations/refresh')
  @Operation({
    summary: 'Look at the revocation feed now',
    access: 'admin',
    returns: RevocationList,
    fails: { 409: '`revocation.not-configured`, `revocation.older`', 422: '`revocation.unreadable`, `revocation.wrong-signature`', 424: '`revocation.away`' }, // prettier-ignore
  })
  refreshRevocations(@FromCaller() caller: Caller): Promise<RevocationList> {
    return this.revocations.refresh(caller.workspaceId);
  }

  @Post('inspect')
  @Operation({
    summary: 'Fetch an exact version and say what it would be able to do',
    description: 'Nothing is installed by it. What is found in order is kept for a week under `staged`.',
    access: 'admin',
    returns: Inspection,
    fails: { 404: '`registry.no-package`, `registry.no-version`', 422: PACKAGE, 424: REGISTRY },
  })
  inspectPlugin(@FromCaller() caller: Caller, @Body() body: InspectRequest): Promise<Inspection> {
    return this.packages.fromRegistry(caller.workspaceId, body.name, body.version);
  }

  @Post('upload')
  @ApiConsumes('application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' }, description: 'A package as npm packs it (.tgz).' })
  @Operation({
    summary: 'The same for a file',
    access: 'admin',
    returns: Inspection,
    fails: { 415: '`package.content-type`', 422: PACKAGE },
  })
  uploadPlugin(@FromCaller() caller: Caller, @Req() request: Request): Promise<Inspection> {
    if (request.is('application/octet-stream') === false) throw noPackage();
    const body: unknown = request.body;
    // An empty file is read by nobody, and no package either.
    return this.packages.fromUpload(caller.workspaceId, Buffer.isBuffer(body) ? body : Buffer.alloc(0));
  }

  @Get('staged/:hash')
  @Operation({
    summary: 'What would be installed, once more',
    description:
      'Of a package that this workspace has looked at: an upgrade that waits for consent, a version to go back to.',
    access: 'admin',
    returns: Inspection,
    fails: { 404: '`plugin.not-staged`', 422: PACKAGE },
  })
  stagedPlugin(@FromCaller() caller: Caller, @Param('hash') hash: string): Promise<Inspection> {
    return this.packages.kept(caller.workspaceId, hash);
  }

  @Post('install')
  @Operation({
    summary: 'Install what was inspected',
    access: 'admin',
    returns: PluginView,
    status: 201,
    fails: {
      404: '`plugin.not-staged`',
      409: '`plugin.unknown-key`: send `trustKey`; `plugin.unacknowledged`; `plugin.installed-already`; `plugin.revoked`; `plugin.corrupt`',
      422: '`plugin.too-much`: more was granted than it asks for.',
    },
  })
  async installPlugin(@FromCaller() caller: Caller, @Body() body: InstallRequest): Promise<PluginView> {
    const { plugin } = await this.installs.install(caller, body);
    return this.lists.view(caller.workspaceId, plugin);
  }

  @Post('dev')
  @Operation({
    summary: 'Put an unsigned bundle of an author in place',
    description: 'Only where the operator has set SOJOURN_PLUGIN_DEV. It is granted everything that it asks for.',
    access: 'editor',
    returns: DevPin,
    status: 201,
    fails: { 409: '`plugin.dev-off`', 422: '`package.bad-manifest`, `plugin.dev-code`, `plugin.reserved`' },
  })
  putDevPlugin(@FromCaller() caller: Caller, @Body() body: DevBundle): Promise<DevPin> {
    return this.dev.put(caller, body);
  }

  @Get('icons/:hash/:theme')
  @Header('Content-Type', 'image/svg+xml')
  @Header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
  @Header('X-Content-Type-Options', 'nosniff')
  @Header('Cache-Control', 'private, max-age=31536000, immutable')
  @Operation({
    summary: 'The icon of a version, SVG',
    access: 'viewer',
    fails: { 404: '`plugin.no-icon`' },
    status: 200,
  })
  pluginIcon(@Param('hash') hash: string, @Param('theme') theme: string): Promise<string> {
    return this.lists.icon(hash, theme === 'dark' ? 'dark' : 'light');
  }

  @Get(':plugin')
  @Operation({ summary: 'One plugin', access: 'viewer', returns: PluginView, fails: { 404: NOT_INSTALLED } })
  getPlugin(@FromCaller() caller: Caller, @Param('plugin') plugin: string): Promise<PluginView> {
    return this.lists.view(caller.workspaceId, plugin);
  }

  @Delete(':plugin')
  @Operation({
    summary: 'Uninstall it',
    description:
      'The credentials entered for it, what it has kept and its sources go with it. Its bytes stay, as old versions name them.',
    access: 'admin',
    fails: { 404: NOT_INSTALLED, 409: '`plugin.in-use`: `details.journeys` lists where.' },
  })
  uninstallPlugin(@FromCaller() caller: Caller, @Param('plugin') plugin: string): Promise<void> {
    return this.installs.uninstall(caller, plugin);
  }

  @Post(':plugin/enable')
  @Operation({ summary: 'Let it run again', access: 'admin', returns: PluginView, fails: { 404: NOT_INSTALLED } })
  async enablePlugin(@FromCaller() caller: Caller, @Param('plugin') plugin: string): Promise<PluginView> {
    await this.granting.switch(caller, plugin, 'active');
    return this.lists.view(caller.workspaceId, plugin);
  }

  @Post(':plugin/disable')
  @Operation({
    summary: 'Stop it',
    description: 'Whoever comes to its nodes waits there, or leaves by the outcome for failure, as the node says.',
    access: 'admin',
    returns: PluginView,
    fails: { 404: NOT_INSTALLED },
  })
  async disablePlugin(@FromCaller() caller: Caller, @Param('plugin') plugin: string): Promise<PluginView> {
    await this.granting.switch(caller, plugin, 'disabled');
    return this.lists.view(caller.workspaceId, plugin);
  }

  @Post(':plugin/upgrade')
  @Operation({
    summary: 'Use another version for new nodes',
    description:
      'Drawings keep the version they are pinned to. A version that asks for more waits for consent while the one before goes on.',
    access: 'admin',
    returns: UpgradeResult,
    fails: {
      404: `${NOT_INSTALLED} \`plugin.not-staged\``,
      409: '`plugin.unacknowledged`: an older version, for instance; `plugin.unknown-key`; `plugin.revoked`; `plugin.was-refused`: send `askAgain`',
      422: '`plugin.too-much`',
    },
  })
  async upgradePlugin(
    @FromCaller() caller: Caller,
    @Param('plugin') plugin: string,
    @Body() body: UpgradeRequest,
  ): Promise<UpgradeResult> {
    // prettier-ignore
    const { state } = await this.upgrades.upgrade(caller, plugin, body);
    return { state, plugin: await this.lists.view(caller.workspaceId, plugin) };
  }

  @Post(':plugin/pending/refuse')
  @Operation({
    summary: 'Refuse the version that waits for consent',
    description:
      'The one that is installed goes on. The refused version is not offered again until somebody asks for it: see `askAgain` of the upgrade.',
    access: 'admin',
    returns: PluginView,
    fails: { 404: NOT_INSTALLED, 409: '`plugin.nothing-pending`: none waits any more, or another one.' },
  })
  async refusePluginUpgrade(
    @FromCaller() caller: Caller,
    @Param('plugin') plugin: string,
    @Body() { hash }: RefuseRequest,
  ): Promise<PluginView> {
    await this.upgrades.refuse(caller, plugin, hash);
    return this.lists.view(caller.workspaceId, plugin);
  }

  @Put(':plugin/grant')
  @Operation({
    summary: 'Say what it may do here',
    access: 'admin',
    returns: PluginView,
    fails: { 404: NOT_INSTALLED, 422: '`plugin.too-much`: more than it asks for.' },
  })
  async grantPlugin(
    @FromCaller() caller: Caller,
    @Param('plugin') plugin: string,
    @Body() body: GrantRequest,
  ): Promise<PluginView> {
    // prettier-ignore
    await this.granting.grant(caller, plugin, body);
    return this.lists.view(caller.workspaceId, plugin);
  }

  @Get(':plugin/usage')
  @Operation({ summary: 'Where it is used', access: 'viewer', returns: UsageView, fails: { 404: NOT_INSTALLED } })
  pluginUsage(@FromCaller() caller: Caller, @Param('plugin') plugin: string): Promise<UsageView> {
    return this.uses.view(caller.workspaceId, plugin);
  }

  @Get(':plugin/grants')
  @Operation({ summary: 'Who granted what', access: 'viewer', returns: GrantHistory, fails: { 404: NOT_INSTALLED } })
  pluginGrants(@FromCaller() caller: Caller, @Param('plugin') plugin: string): Promise<GrantHistory> {
    return this.lists.grants(caller.workspaceId, plugin);
  }

  @Get(':plugin/versions')
  @Operation({
    summary: 'Versions this workspace has looked at',
    access: 'viewer',
    returns: PluginVersionList,
    fails: { 404: NOT_INSTALLED },
  })
  pluginVersions(@FromCaller() caller: Caller, @Param('plugin') plugin: string): Promise<PluginVersionList> {
    return this.lists.versions(caller.workspaceId, plugin);
  }
}
