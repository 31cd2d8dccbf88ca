import { PluginCredentialService } from './api/credentials.service.js';
import { NodeHookService } from './api/hooks.service.js';
import { PluginRecordService } from './api/records.service.js';
import { SourceReceiveService } from './sources/receive.service.js';
import { SourceService } from './sources/source.service.js';

/** What the controllers of this room call. */
export const PLUGIN_HOST_SERVICES = [
  PluginCredentialService,
  NodeHookService,
  PluginRecordService,
  SourceService,
  SourceReceiveService,
];
