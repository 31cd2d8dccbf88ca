/** Names of the packages: `weather` 1.0.0, `weather11` 1.1.0 (asks for more), `quiz` 2.3.1, `shop` 1.0.0 (a trigger). */
export type SampleName = 'weather' | 'weather11' | 'quiz' | 'shop';

/** Signed packages (`.tgz`). */
export function samplePlugins(
  packaging: Pick<
    typeof import('@sojourn/packaging'),
    'generateKey' | 'fileHashes' | 'signPackage' | 'pack' | 'SIGNATURE_FILE'
  >,
): Promise<Record<SampleName, Buffer>>;
