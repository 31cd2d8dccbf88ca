import type { JourneyDocument } from '@sojourn/journey';
import type { components } from './schema.js';

type Schema = components['schemas'];

export type { JourneyDocument } from '@sojourn/journey';

/** Ids are JS-safe numbers; times are epoch milliseconds. */
export type Id = number;

export type SessionView = Schema['SessionView'];
export type WorkspaceView = Schema['WorkspaceView'];
export type Role = SessionView['role'];
export type Manifest = Schema['ManifestView'];
export type Issue = Schema['IssueView'];

export type JourneyRow = Schema['JourneyRow'];
export type JourneyState = JourneyRow['state'];
/** The document is the journey room's own; OpenAPI knows it only as an object. */
export type JourneyView = Omit<Schema['JourneyView'], 'document'> & { readonly document: JourneyDocument };
export type JourneyCounts = Omit<Schema['CountsView'], 'nodes'> & {
  readonly nodes: Readonly<Record<string, Schema['NodeCounts']>>;
};
export type JourneyVersionRow = Schema['VersionRow'];
export type JourneyVersion = Omit<Schema['VersionView'], 'document'> & { readonly document: JourneyDocument };
export type RunRow = Schema['RunRow'];
export type RunState = RunRow['state'];

export type ContactRow = Schema['ContactRow'];
export type ContactView = Schema['ContactView'];
export type ContactRun = Schema['ContactRun'];
export type PathStep = Schema['PathStep'];
export type Why = Schema['WhyView'];
export type TimelineItem = Schema['TimelinePage']['items'][number];

export type CouponPool = Schema['CouponPoolView'];
export type CouponCode = Schema['CouponCodeView'];
export type CodeState = CouponCode['state'];
export type Collection = Schema['CollectionView'];
export type Mint = Schema['MintView'];
export type ChainCheck = Schema['LedgerVerdict'];
export type InboxMessage = Schema['InboxMessageView'];

export type ApiKeyRow = Schema['ApiKeyView'];
export type MailSettings = Schema['MailSettingsView'];
export type Overview = Schema['OverviewView'];
export type EventTypeRow = Schema['EventTypeView'];
export type AttributeRow = Schema['AttributeView'];
export type TagRow = Schema['TagView'];
export type MessagePreview = Schema['PreviewResult'];

export type ContactChange = Schema['ContactChange'];
export type NewContact = Schema['NewContact'];
export type NewCouponPool = Schema['NewCouponPool'];
export type CouponPoolChange = Schema['CouponPoolChange'];
export type NewCodes = Schema['NewCodes'];
export type NewCollection = Schema['NewCollection'];
export type MailDraft = Schema['MailSettings'];
