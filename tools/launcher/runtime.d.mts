export const root: string;
export function findNode(): string | null;
export function requireNode(): string;
export function requireLaunchable(): void;
export function giveUp(line: string): never;
export function environment(): NodeJS.ProcessEnv;
/** Flags of Node for every process that is an engine. */
export const engineHeap: readonly string[];
