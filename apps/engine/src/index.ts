/** What the command line and the suites need of the engine without its HTTP face. */
export { publishDocument } from './journeys/publish-document.js';
export { plugins, programs } from './plugins.js';
