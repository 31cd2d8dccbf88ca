export { BaseSequencer as LongOnesFirst } from 'vitest/node';
