export * as contactViews from './contacts.js';
export * as eventViews from './events.js';
export * as inboxViews from './inbox.js';
export { overview, type OverviewNumbers } from './overview.js';
export * as timelineViews from './timeline.js';
export { displayName } from './names.js';
