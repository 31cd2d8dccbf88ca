import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../../accounts/caller.js';
import { IdParam, Operation, WithId } from '../../http/operation.js';
import {
  PluginUpgrades,
  UpgradePreviewRequest,
  UpgradeDone,
  UpgradePreview,
  JourneyUpgradeRequest,
} from './upgrade.dto.js';
import { UpgradeService } from './upgrade.service.js';

const MISSING =
  '`journey.not-found`: this workspace has no such journey; `journey.no-such-type`: the draft has no such step; `journey.no-such-plugin-version`: the workspace has no such version.';
const UNAVAILABLE = '`journey.plugin-unavailable`: the version cannot be used; `details.state` says why.';
const STALE = `\`journey.stale-revision\`: somebody saved since; ${UNAVAILABLE}`;

/** From one version of a plugin to another, for one journey. */
@ApiTags('journeys')
@Controller('api/journeys/:id/plugin-upgrades')
export class UpgradesController {
  readonly #upgrades: UpgradeService;

  constructor(upgrades: UpgradeService) {
    this.#upgrades = upgrades;
  }

  @Get()
  @WithId()
  @Operation({
    summary: 'Other versions of the plugins in a draft',
    access: 'viewer',
    returns: PluginUpgrades,
    fails: { 404: '`journey.not-found`: this workspace has no such journey.' },
  })
  listPluginUpgrades(@FromCaller() caller: Caller, @IdParam() id: number): Promise<PluginUpgrades> {
    return this.#upgrades.list(caller.workspaceId, id);
  }

  @Post('preview')
  @WithId()
  @Operation({
    summary: 'What an upgrade would change',
    description:
      'Migrates the configs in the sandbox and lets both versions decide for contacts of the workspace. Writes nothing and calls nobody.',
    access: 'editor',
    returns: UpgradePreview,
    fails: { 404: MISSING, 409: UNAVAILABLE },
  })
  previewPluginUpgrade(
    @FromCaller() caller: Caller,
    @IdParam() id: number,
    @Body() body: UpgradePreviewRequest,
  ): Promise<UpgradePreview> {
    // prettier-ignore
    return this.#upgrades.preview(caller.workspaceId, id, body);
  }

  @Post('apply')
  @WithId()
  @Operation({
    summary: 'Move the draft to another version of a plugin',
    description:
      'Changes the draft alone; publish it as any other change. People under way finish on the version they began with.',
    access: 'editor',
    returns: UpgradeDone,
    fails: {
      404: MISSING,
      409: STALE,
      422: '`journey.not-migrated`: the plugin could not bring a config to the new version.',
    },
  })
  applyPluginUpgrade(
    @FromCaller() caller: Caller,
    @IdParam() id: number,
    @Body() body: JourneyUpgradeRequest,
  ): Promise<UpgradeDone> {
    // prettier-ignore
    return this.#upgrades.apply(caller, id, body);
  }

  @Post('rollback')
  @WithId()
  @Operation({
    summary: 'Go back to an earlier version of a plugin',
    description: 'With the configs of the latest version of the journey that pins it. Changes the draft alone.',
    access: 'editor',
    returns: UpgradeDone,
    fails: { 404: MISSING, 409: STALE },
  })
  rollBackPluginUpgrade(
    @FromCaller() caller: Caller,
    @IdParam() id: number,
    @Body() body: JourneyUpgradeRequest,
  ): Promise<UpgradeDone> {
    // prettier-ignore
    return this.#upgrades.rollback(caller, id, body);
  }
}
