import type { Provider } from '@nestjs/common';
import { PromoteService } from './promote/promote.service.js';
import { WorkbenchRunService } from './run/run.service.js';
import { SampleService } from './run/sample.service.js';
import { WorkbenchSandbox } from './run/workbench-sandbox.js';
import { TypingsService } from './typings/typings.service.js';

/** What the workbench's controllers call. */
export const WORKBENCH_SERVICES: Provider[] = [
  WorkbenchSandbox,
  SampleService,
  WorkbenchRunService,
  TypingsService,
  PromoteService,
];
