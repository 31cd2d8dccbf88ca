import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '../http/operation.js';
import { FromCaller, type Caller } from './caller.js';
import { WorkspaceChange, WorkspaceView } from './session.dto.js';
import { WorkspaceService } from './workspace.service.js';

@ApiTags('settings')
@Controller('api/workspace')
export class WorkspaceController {
  readonly #workspaces: WorkspaceService;

  constructor(workspaces: WorkspaceService) {
    this.#workspaces = workspaces;
  }

  @Get()
  @Operation({ summary: 'The workspace of this session', access: 'viewer', returns: WorkspaceView })
  getWorkspace(@FromCaller() caller: Caller): Promise<WorkspaceView> {
    return this.#workspaces.view(caller.workspaceId);
  }

  @Patch()
  @Operation({ summary: 'Rename, change zone or language', access: 'admin', returns: WorkspaceView })
  changeWorkspace(@FromCaller() caller: Caller, @Body() body: WorkspaceChange): Promise<WorkspaceView> {
    return this.#workspaces.change(caller, body);
  }
}
