import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { invalidInput, type InputIssue } from './invalid-input.js';

/** Checks every body and query against its DTO; unknown properties are refused, so that a misspelt one is noticed. */
export function inputValidation(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) => invalidInput(errors.flatMap((error) => issuesOf(error, ''))),
  });
}

function issuesOf(error: ValidationError, parent: string): InputIssue[] {
  const pointer = `${parent}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
    pointer,
    message: rule === 'whitelistValidation' ? `${error.property} is not a property of this request` : message,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => issuesOf(child, pointer))];
}
