export interface Target {
  readonly name: string;
  readonly folders: readonly string[];
  readonly output: string;
}
export function fingerprint(folders: readonly string[], base?: string): string;
export function isFresh(target: Target): boolean;
export function markFresh(target: Pick<Target, 'name'>, print: string): void;
