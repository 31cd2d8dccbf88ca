/** `CHROMIUM_PATH`, else Chromium or Chrome in the usual places, else null. */
export function findChromium(): string | null;
