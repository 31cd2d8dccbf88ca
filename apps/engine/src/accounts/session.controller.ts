import { Body, Controller, Delete, Get, Post, Put, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Operation } from '../http/operation.js';
import { FromCaller, type Caller } from './caller.js';
import { NewPassword, SessionView, SignIn, WorkspaceChoice } from './session.dto.js';
import { SessionCookie } from './session-cookie.js';
import { SessionService } from './session.service.js';

@ApiTags('session')
@Controller('api/session')
export class SessionController {
  readonly #sessions: SessionService;
  readonly #cookie: SessionCookie;

  constructor(sessions: SessionService, cookie: SessionCookie) {
    this.#sessions = sessions;
    this.#cookie = cookie;
  }

  @Post()
  @Operation({
    summary: 'Sign in with e-mail and password, or with the token of a sign-in link',
    access: 'anyone',
    returns: SessionView,
    status: 201,
    fails: {
      401: '`session.refused`: wrong e-mail, password or token.',
      429: '`session.throttled`: too many attempts; wait `details.retryAfterSeconds`.',
    },
  })
  async signIn(
    @Body() body: SignIn,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView> {
    const { token, view } = await this.#sessions.signIn(body, {
      address: request.ip ?? '',
      replaces: this.#cookie.read(request),
    });
    this.#cookie.write(response, token);
    return view;
  }

  @Get()
  @Operation({ summary: 'Who am I', access: 'user', returns: SessionView })
  getSession(@FromCaller() caller: Caller): Promise<SessionView> {
    return this.#sessions.view(caller);
  }

  @Delete()
  @Operation({ summary: 'Sign out', access: 'user' })
  async signOut(@FromCaller() caller: Caller, @Res({ passthrough: true }) response: Response): Promise<void> {
    await this.#sessions.signOut(caller);
    this.#cookie.clear(response);
  }

  @Put('password')
  @Operation({
    summary: 'Set the password; ends the other sessions',
    access: 'user',
    fails: { 401: '`session.refused`: the current password is wrong.' },
  })
  setPassword(@FromCaller() caller: Caller, @Body() body: NewPassword): Promise<void> {
    return this.#sessions.setPassword(caller, body);
  }

  @Put('workspace')
  @Operation({
    summary: 'Switch to another workspace',
    access: 'user',
    returns: SessionView,
    fails: { 404: '`workspace.not-found`: none of yours.' },
  })
  switchWorkspace(@FromCaller() caller: Caller, @Body() body: WorkspaceChoice): Promise<SessionView> {
    return this.#sessions.switchWorkspace(caller, body.workspaceId);
  }
}
