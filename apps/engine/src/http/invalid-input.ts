import { UserError } from '@sojourn/kernel';

/** One broken rule of a request. */
export interface InputIssue {
  /** JSON pointer into the body, or `/name` of a query or path parameter. */
  readonly pointer: string;
  readonly message: string;
}

/** 422: the request was understood and breaks a rule. */
export function invalidInput(issues: readonly InputIssue[]): UserError {
  const [first, ...others] = issues;
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  return new UserError(`${first?.message ?? 'The input is not valid'}${more}.`, {
    code: 'request.invalid',
    status: 422,
    details: { issues },
  });
}
