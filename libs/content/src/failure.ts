import { LiquidError } from 'liquidjs';
import { messageOf } from '@sojourn/kernel';

/** Where a template failed and over what, in the terms of the person who wrote it. */
export interface Failure {
  /** From 1. */
  readonly line: number;
  /** The variable that does not exist, when that was it: `contact.attributes.name`. */
  readonly variable?: string;
  readonly message: string;
  /** Offset of the failing Liquid in the text that was parsed. */
  readonly offset: number;
}

export function failureOf(error: unknown): Failure {
  if (!LiquidError.is(error)) return { line: 1, offset: 0, message: messageOf(error) };
  const cause: { message: string; variableName?: string } = error.originalError ?? error;
  const [line] = error.token.getPosition();
  const message = cause.message.replace(/, (?:file:.*)?line:\d+, col:\d+$/, '').replace(/^\w*Error: /, '');
  const variable = /^undefined variable: (.+)$/.exec(message)?.[1] ?? cause.variableName;
  return { line: line!, offset: error.token.begin, message, ...(variable === undefined ? {} : { variable }) };
}
