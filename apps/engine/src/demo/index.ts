export { lifeOf, type DemoEvent } from './behaviour.js';
export { fillDemo, type FillReport } from './fill.js';
export { DEMO_JOURNEYS } from './journeys.js';
export { generatePeople, type Person } from './people.js';
export { claimFilling, findDemo, wantDemo, type Demo } from './state.js';
