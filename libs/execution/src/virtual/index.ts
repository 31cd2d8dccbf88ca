export { chunkOf, REACH, type ChunkLimits, type DueRuns, type TimedEvent } from './chunks.js';
export { relevantTypes } from './relevance.js';
export { takeChunk, type EventWindow, type PastParts } from './take-chunk.js';
