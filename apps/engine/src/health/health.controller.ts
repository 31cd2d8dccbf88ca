import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Choice, Text } from '../http/fields.js';
import { Operation } from '../http/operation.js';
import { ReadinessService } from './readiness.service.js';

export class HealthView {
  @Choice(['ok']) status!: 'ok';
}

export class ReadyView {
  @Choice(['ready', 'not-ready']) status!: 'ready' | 'not-ready';
  @Text({ optional: true, description: 'What is missing.' }) reason?: string;
  @Text({ optional: true, description: 'What is missing and can be done without for a while: Redis.' })
  degraded?: string;
}

/** For a supervisor: `/health` says that the process answers, `/ready` that it can work. */
@ApiTags('health')
@Controller()
export class HealthController {
  readonly #readiness: ReadinessService;

  constructor(readiness: ReadinessService) {
    this.#readiness = readiness;
  }

  @Get('health')
  @Operation({ summary: 'The process answers', access: 'anyone', returns: HealthView })
  health(): HealthView {
    return { status: 'ok' };
  }

  @Get('ready')
  @Operation({
    summary: 'The engine can work: its database answers, it is not shutting down',
    access: 'anyone',
    returns: ReadyView,
    fails: { 503: 'Not ready; `reason` says why.' },
  })
  async ready(@Res({ passthrough: true }) response: Response): Promise<ReadyView> {
    const view = await this.#readiness.view();
    if (view.status !== 'ready') response.status(HttpStatus.SERVICE_UNAVAILABLE);
    return view;
  }
}
