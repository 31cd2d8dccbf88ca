export * from './catalogue.js';
export * from './document.js';
export * from './plan.js';
