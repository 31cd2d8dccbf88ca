/** Hands a file to the browser under that name. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads it after the click; a moment later it has begun.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
