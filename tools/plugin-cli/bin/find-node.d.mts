/** A path, or a line for a person who has no Node that fits. */
export function findNode(version?: string, platform?: string): { readonly node: string } | { readonly problem: string };
