// For the command line and the tests: what they share with the running engine. The engine itself starts in main.ts.
import 'reflect-metadata';

export { firstStart, type FirstStart } from './accounts/first-start.js';
export { issueSignIn, signInLink } from './accounts/sign-in.js';
export { configurationTable, readConfig, type Config } from './config/config.js';
export { StartError } from './config/start-error.js';
export * from './couriers/index.js';
export { publishDocument, type DocumentToPublish } from './journeys/publish-document.js';
export { metricLines, metricsTable, type MetricLine } from './metrics/metrics-table.js';
export { NodeTypeService } from './node-types/node-type.service.js';
export { noPluginCatalogue, noPluginRunner } from './plugins/none.js';
export { plugins, programs } from './plugins/shipped.js';
export type { InstalledPlugins, InstalledVersion, PluginCatalogue, PluginRunner } from './ports.js';
export { AdmitService } from './journeys/admit.service.js';
export { JourneyService } from './journeys/journey.service.js';
export { PublishService } from './journeys/publish.service.js';
export { promoteScript, type ScriptToPromote } from './workbench/promote/promote-script.js';
export * from './demo/index.js';
