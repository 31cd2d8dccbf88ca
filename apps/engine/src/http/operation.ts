import { applyDecorators, HttpCode, Param, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import type { Role } from '../accounts/roles.js';
import { ErrorBody } from './error.dto.js';
import { IdPipe } from './id.pipe.js';

type Class = new () => object;

export interface OperationSpec {
  readonly summary: string;
  readonly description?: string;
  /** The least role that may; `anyone` needs no sign-in; `user` needs a person's session and no role. */
  readonly access: Access;
  /** What a success answers: a DTO, a list of one, or nothing. */
  readonly returns?: Class | readonly [Class];
  /** Default 200; 204 without `returns`. */
  readonly status?: 200 | 201 | 204;
  /** Failures beyond those that follow from access and input, with the codes that can come. */
  readonly fails?: Readonly<Record<number, string>>;
}

/** Who may call an operation. */
export type Access = Role | 'user' | 'anyone';
export const ACCESS = Symbol('access');

/**
 * Declares one operation of the API: the guard reads its `access`, the OpenAPI document shows it as `x-access`, and the
 * access matrix test walks over that. An operation without this decorator is refused to everybody.
 */
export function Operation(spec: OperationSpec): MethodDecorator {
  const { summary, description, access, returns, fails = {} } = spec;
  const status = spec.status ?? (returns ? 200 : 204);
  const list = Array.isArray(returns);
  const type = (list ? (returns as readonly [Class])[0] : returns) as Class | undefined;
  return applyDecorators(
    SetMetadata(ACCESS, access),
    HttpCode(status),
    ApiOperation({ summary, ...(description ? { description } : {}), 'x-access': access } as Parameters<
      typeof ApiOperation
    >[0]),
    ApiResponse({
      status,
      description: type ? 'Done.' : 'Done; nothing to say.',
      ...(type ? { type, isArray: list } : {}),
    }),
    ...Object.entries({ ...commonFailures(access), ...fails }).map(([code, text]) =>
      ApiResponse({ status: Number(code), description: text, type: ErrorBody }),
    ),
    ...(access === 'anyone'
      ? []
      : [ApiCookieAuth('session'), ...(access === 'user' ? [] : [ApiBearerAuth('secretKey')])]),
  );
}

function commonFailures(access: Access): Record<number, string> {
  const input = {
    400: 'The request cannot be read.',
    422: '`request.invalid`: the input breaks a rule; `details.issues` points at it.',
  };
  if (access === 'anyone') return input;
  return {
    ...input,
    401: '`access.signed-out`: no session or key.',
    403: '`access.role`: the role does not allow it; `access.csrf`: the header x-csrf-token is missing.',
  };
}

/** A row's id in the path. */
export function IdParam(name = 'id'): ParameterDecorator {
  return Param(name, new IdPipe(name));
}

/** Says in the document that a path parameter is a row's id. */
export function WithId(name = 'id'): MethodDecorator {
  return ApiParam({ name, schema: { type: 'integer', minimum: 1 } });
}
