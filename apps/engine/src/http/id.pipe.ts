import type { PipeTransform } from '@nestjs/common';
import { invalidInput } from './invalid-input.js';

/** Reads a row's id from the path. */
export class IdPipe implements PipeTransform<string, number> {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  transform(value: string): number {
    const id = Number(value);
    if (/^\d{1,16}$/.test(value) && Number.isSafeInteger(id) && id > 0) return id;
    throw invalidInput([
      { pointer: `/${this.#name}`, message: `${this.#name} in the path must be a positive whole number` },
    ]);
  }
}
