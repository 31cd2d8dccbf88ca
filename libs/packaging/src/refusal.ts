import { UserError } from '@sojourn/kernel';

/** A package that is not taken: its author must mend it. What stands beside the code are the error's details. */
export function refusal(
  message: string,
  { code, ...details }: { readonly code: string; readonly [detail: string]: unknown },
): UserError {
  return new UserError(message, { code, status: 422, details });
}
