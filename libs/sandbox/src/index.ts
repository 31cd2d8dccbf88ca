export { asHeard } from './output.js';
export { createSandbox, type SandboxOptions } from './sandbox.js';
