export { JourneyEditor as default } from './JourneyEditor.js';
