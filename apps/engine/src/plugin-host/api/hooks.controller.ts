import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../../accounts/caller.js';
import { Operation } from '../../http/operation.js';
import { EstimateAnswer, EstimateAsk, OptionsAsk, OptionsPage, PreviewAnswer, PreviewAsk, ValidateAnswer, ValidateAsk } from './hooks.dto.js'; // prettier-ignore
import { NodeHookService } from './hooks.service.js';
import { WithPlugin } from './params.js';

const WithType = (): MethodDecorator => ApiParam({ name: 'type', schema: { type: 'string', example: 'forecast' }, description: 'The node type within the plugin.' }); // prettier-ignore
const fails = {
  404: '`plugin-host.not-installed`, `plugin-host.no-node`',
  409: '`plugin-host.no-hook`: the node has no such function. `plugin-host.unavailable`: the plugin may not run now.',
  422: '`plugin-host.fault`: the plugin failed; `request.invalid`',
  503: '`plugin-host.busy`: it is not run for the moment.',
};

@ApiTags('plugins')
@Controller('api/node-types/:plugin/:type')
export class NodeHooksController {
  readonly #hooks: NodeHookService;

  constructor(hooks: NodeHookService) {
    this.#hooks = hooks;
  }

  @Post('options')
  @WithPlugin('plugin')
  @WithType()
  @Operation({ summary: 'Choices of a field, asked of the plugin', access: 'editor', returns: OptionsPage, fails })
  askNodeOptions(
    @FromCaller() caller: Caller,
    @Param('plugin') plugin: string,
    @Param('type') type: string,
    @Body() body: OptionsAsk,
  ): Promise<OptionsPage> {
    return this.#hooks.options(caller.workspaceId, plugin, type, body);
  }

  @Post('validate')
  @WithPlugin('plugin')
  @WithType()
  @Operation({
    summary: 'What the plugin says of a config beyond its schema',
    access: 'editor',
    returns: ValidateAnswer,
    fails,
  })
  validateNodeConfig(
    @FromCaller() caller: Caller,
    @Param('plugin') plugin: string,
    @Param('type') type: string,
    @Body() body: ValidateAsk,
  ): Promise<ValidateAnswer> {
    return this.#hooks.validate(caller.workspaceId, plugin, type, body);
  }

  @Post('preview')
  @WithPlugin('plugin')
  @WithType()
  @Operation({
    summary: 'What would happen to a contact at this node',
    access: 'editor',
    returns: PreviewAnswer,
    fails: { ...fails, 404: `${fails[404]}, \`contact.not-found\`` },
  })
  previewNode(
    @FromCaller() caller: Caller,
    @Param('plugin') plugin: string,
    @Param('type') type: string,
    @Body() body: PreviewAsk,
  ): Promise<PreviewAnswer> {
    return this.#hooks.preview(caller.workspaceId, plugin, type, body);
  }

  @Post('estimate')
  @WithPlugin('plugin')
  @WithType()
  @Operation({
    summary: 'What so many contacts would cost at this node',
    access: 'editor',
    returns: EstimateAnswer,
    fails,
  })
  estimateNode(
    @FromCaller() caller: Caller,
    @Param('plugin') plugin: string,
    @Param('type') type: string,
    @Body() body: EstimateAsk,
  ): Promise<EstimateAnswer> {
    return this.#hooks.estimate(caller.workspaceId, plugin, type, body);
  }
}
