/** An exact replacement in one source file. It fails loudly when the text is not there just once. */
export interface Patch {
  /** From the repository's root. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** Applies the patches of one file to its text. Throws when one of them no longer fits. */
export function patched(source: string, file: string, patches: readonly Patch[]): string {
  return patches
    .filter((patch) => patch.file === file)
    .reduce((text, { find, replace }) => {
      const times = text.split(find).length - 1;
      if (times !== 1)
        throw new Error(
          `${file} holds this text ${times} times instead of once; the patch must follow the code:\n${find}`,
        );
      return text.replace(find, () => replace);
    }, source);
}
