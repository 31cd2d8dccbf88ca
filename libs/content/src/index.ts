export { checkTemplate, variablesOf } from './check.js';
export { createRenderer, type Content, type Rendered, type Renderer, type RenderRequest } from './renderer.js';
