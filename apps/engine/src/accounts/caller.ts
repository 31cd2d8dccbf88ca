import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Role } from './roles.js';

/** Who a request comes from, as the guard established it. The workspace is never read from the request itself. */
export interface Caller {
  readonly workspaceId: number;
  readonly role: Role;
  /** Null for an API key. */
  readonly userId: number | null;
  /** The secret key it came with. */
  readonly apiKeyId?: number;
  /** Hash of the session's token; null for an API key. */
  readonly sessionId: string | null;
}

export interface CalledRequest extends Request {
  caller?: Caller;
}

/** The caller of the operation at hand; the guard has run, so there is one unless the operation is open to anyone. */
export const FromCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller | undefined =>
    context.switchToHttp().getRequest<CalledRequest>().caller,
);
