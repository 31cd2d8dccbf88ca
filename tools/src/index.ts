export type { JourneyReport, NodeReport, ReplayReport } from './replay/report.js';
