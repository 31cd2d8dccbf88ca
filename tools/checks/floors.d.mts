export interface Constraint {
  readonly sourceTag: string;
  readonly onlyDependOnLibsWithTags: readonly string[];
}
export const floors: readonly Constraint[];
export const whereItRuns: readonly Constraint[];
export const floorOf: Readonly<Record<string, string>>;
