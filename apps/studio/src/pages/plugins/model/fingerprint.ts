/** A key's id, however it is written, in groups of four, as it is read out on a telephone: `3f2a 9c01 …`. */
export function fingerprint(id: string): string {
  return (id.replace(/[^0-9a-f]/gi, '').match(/.{1,4}/g) ?? []).join(' ');
}
