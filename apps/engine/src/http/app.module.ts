import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { AccessGuard } from '../accounts/access.guard.js';
import { ApiKeyService } from '../accounts/api-key.service.js';
import { DatabaseIdentifier } from '../accounts/identify.js';
import { SessionCookie } from '../accounts/session-cookie.js';
import { SessionService } from '../accounts/session.service.js';
import { WorkspaceService } from '../accounts/workspace.service.js';
import { AuditService } from '../audit/audit.service.js';
import { CollectionService } from '../collections/collection.service.js';
import { ContactService } from '../contacts/contact.service.js';
import { HistoryService } from '../contacts/history.service.js';
import { CouponService } from '../coupons/coupon.service.js';
import { ChannelService } from '../deliveries/channel.service.js';
import { DeliveryService } from '../deliveries/delivery.service.js';
import { VocabularyService } from '../events/vocabulary.service.js';
import { ReadinessService } from '../health/readiness.service.js';
import { InboxService } from '../inbox/inbox.service.js';
import { IngestService } from '../ingest/ingest.service.js';
import { AdmitService } from '../journeys/admit.service.js';
import { JourneyService } from '../journeys/journey.service.js';
import { PersonalDataService } from '../journeys/personal-data/personal-data.service.js';
import { UpgradeService } from '../journeys/plugin-upgrades/upgrade.service.js';
import { PublishService } from '../journeys/publish.service.js';
import { RunService } from '../journeys/run.service.js';
import { PreviewService } from '../messages/preview.service.js';
import { DrawingService } from '../node-types/drawing.service.js';
import { NodeTypeService } from '../node-types/node-type.service.js';
import { OverviewService } from '../overview/overview.service.js';
import { DevService } from '../plugins/dev.service.js';
import { GrantService } from '../plugins/grant.service.js';
import { InstallService } from '../plugins/install.service.js';
import { PackageService } from '../plugins/package.service.js';
import { PluginDeed } from '../plugins/plugin-deed.js';
import { PluginListService } from '../plugins/plugin-list.service.js';
import { PluginUpgradeService } from '../plugins/plugin-upgrade.service.js';
import { PublisherService } from '../plugins/publisher.service.js';
import { RegistryService } from '../plugins/registry.service.js';
import { RevocationService } from '../plugins/revocation.service.js';
import { UsageService } from '../plugins/usage.service.js';
import { PLUGIN_HOST_SERVICES } from '../plugin-host/services.js';
import { PORT_TOKENS, type Ports } from '../ports.js';
import { ParkedRunService } from '../runs/parked-run.service.js';
import { RepairService } from '../runs/repair.service.js';
import { SegmentService } from '../segments/segment.service.js';
import { MailService } from '../settings/mail.service.js';
import { WORKBENCH_SERVICES } from '../workbench/services.js';
import { CONTROLLERS } from './controllers.js';
import { ErrorFilter } from './error.filter.js';
import { inputValidation } from './validation.js';

const SERVICES: Provider[] = [
  SessionService,
  WorkspaceService,
  ApiKeyService,
  NodeTypeService,
  DrawingService,
  JourneyService,
  PublishService,
  UpgradeService,
  PersonalDataService,
  RunService,
  ParkedRunService,
  RepairService,
  AdmitService,
  ContactService,
  HistoryService,
  VocabularyService,
  SegmentService,
  CouponService,
  CollectionService,
  InboxService,
  PreviewService,
  DeliveryService,
  ChannelService,
  MailService,
  RegistryService,
  PackageService,
  UsageService,
  PluginDeed,
  InstallService,
  PluginUpgradeService,
  GrantService,
  PluginListService,
  PublisherService,
  RevocationService,
  DevService,
  OverviewService,
  AuditService,
  IngestService,
  ReadinessService,
  ...PLUGIN_HOST_SERVICES,
  ...WORKBENCH_SERVICES,
];

/** The API as one module: the controllers, what they call, and the ports they were handed. */
@Module({})
export class AppModule {
  static over(ports: Ports): DynamicModule {
    const given = Object.entries(PORT_TOKENS).map(([name, provide]) => ({
      provide,
      useValue: ports[name as keyof Ports],
    }));
    const identifier = new DatabaseIdentifier(ports.database, ports.clock);
    const cookie = new SessionCookie(ports.config.publicUrl);
    return {
      module: AppModule,
      controllers: CONTROLLERS,
      providers: [
        ...given,
        ...SERVICES,
        { provide: DatabaseIdentifier, useValue: identifier },
        { provide: SessionCookie, useValue: cookie },
        { provide: APP_GUARD, useValue: new AccessGuard(identifier, cookie) },
        { provide: APP_FILTER, useValue: new ErrorFilter(ports.log) },
        { provide: APP_PIPE, useValue: inputValidation() },
      ],
    };
  }
}
