import { engine, serve } from '@sojourn/canvas/guest';

// Bundled into one file of its own, whose text goes into every bundle: nothing here runs in the browser.
Object.assign(globalThis, { sojournRuntime: { engine, serve } });
