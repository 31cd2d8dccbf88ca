import { ApiKeysController } from '../accounts/api-keys.controller.js';
import { SessionController } from '../accounts/session.controller.js';
import { WorkspaceController } from '../accounts/workspace.controller.js';
import { AuditController } from '../audit/audit.controller.js';
import { CollectionsController } from '../collections/collections.controller.js';
import { ContactsController } from '../contacts/contacts.controller.js';
import { CouponsController } from '../coupons/coupons.controller.js';
import { ChannelsController } from '../deliveries/channels.controller.js';
import { DeliveriesController } from '../deliveries/deliveries.controller.js';
import { VocabularyController } from '../events/vocabulary.controller.js';
import { HealthController } from '../health/health.controller.js';
import { InboxController } from '../inbox/inbox.controller.js';
import { IngestController } from '../ingest/ingest.controller.js';
import { JourneysController } from '../journeys/journeys.controller.js';
import { PersonalDataController } from '../journeys/personal-data/personal-data.controller.js';
import { UpgradesController } from '../journeys/plugin-upgrades/upgrades.controller.js';
import { RunsController } from '../journeys/runs.controller.js';
import { MessagesController } from '../messages/messages.controller.js';
import { NodeTypesController } from '../node-types/node-types.controller.js';
import { OverviewController } from '../overview/overview.controller.js';
import { PluginsController } from '../plugins/plugins.controller.js';
import { PublishersController } from '../plugins/publishers.controller.js';
import { NodeHooksController } from '../plugin-host/api/hooks.controller.js';
import { PluginCredentialsController } from '../plugin-host/api/credentials.controller.js';
import { PluginRecordsController } from '../plugin-host/api/records.controller.js';
import { SourceReceiveController } from '../plugin-host/sources/receive.controller.js';
import { SourcesController } from '../plugin-host/sources/sources.controller.js';
import { RepairController } from '../runs/repair.controller.js';
import { SegmentsController } from '../segments/segments.controller.js';
import { MailController } from '../settings/mail.controller.js';
import { WorkbenchController } from '../workbench/workbench.controller.js';
import { OpenApiController } from './openapi.controller.js';

/** The whole HTTP surface, in the order of the OpenAPI document. */
export const CONTROLLERS = [
  SessionController,
  WorkspaceController,
  ApiKeysController,
  NodeTypesController,
  JourneysController,
  RunsController,
  UpgradesController,
  PersonalDataController,
  RepairController,
  ContactsController,
  VocabularyController,
  SegmentsController,
  CouponsController,
  CollectionsController,
  InboxController,
  MessagesController,
  DeliveriesController,
  ChannelsController,
  MailController,
  PluginsController,
  PublishersController,
  WorkbenchController,
  PluginCredentialsController,
  NodeHooksController,
  PluginRecordsController,
  SourcesController,
  OverviewController,
  AuditController,
  IngestController,
  SourceReceiveController,
  HealthController,
  OpenApiController,
];
