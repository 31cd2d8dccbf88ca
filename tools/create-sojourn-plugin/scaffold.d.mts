/** Exact releases that new plugins are written with. */
export const SDK: string;
export const CLI: string;
export const KINDS: readonly string[];
export const DECLARATIVE_KINDS: readonly string[];
export const USAGE: string;
export interface ScaffoldCall {
  readonly folder: string;
  readonly kind?: string;
  readonly id?: string | undefined;
  readonly level?: string;
  readonly packageName?: string | undefined;
  /** Goes into .npmrc, for @sojourn/*. */
  readonly registry?: string | undefined;
}
export interface Scaffolded {
  /** Absolute. */
  readonly folder: string;
  readonly id: string;
  readonly kind: string;
  /** Paths from the folder. */
  readonly files: readonly string[];
}
export function readCall(args: readonly string[]): ScaffoldCall;
export function scaffold(call: ScaffoldCall): Scaffolded;
