import type { EntitySchema } from 'typeorm';
import { Collection, Mint } from './collectible.entity.js';
import { Contact, ContactIdentity, ContactTag } from './contact.entity.js';
import { CouponCode, CouponLedger, CouponPool } from './coupon.entity.js';
import { Event, Replay, Signal } from './event.entity.js';
import { Chore, EdgeDelta } from './housekeeping.entity.js';
import { IdBlock } from './id-block.entity.js';
import { EntryTimer, Journey, JourneyVersion, SegmentState } from './journey.entity.js';
import { InboxMessage, Outbox, SendLane } from './outbox.entity.js';
import { Parked } from './parked.entity.js';
import { PluginCost, PluginKv, PluginRecording, PluginSource, PluginWrite } from './plugin-host.entity.js';
import {
  PluginBundle,
  PluginFeed,
  PluginGrant,
  PluginInstall,
  PluginPackage,
  PluginPublisher,
  PluginRefusal,
  PluginRevocation,
} from './plugin.entity.js';
import { Ask, EdgeCount, Run, Subscription, Trace } from './run.entity.js';
import { Shard, Worker } from './shard.entity.js';
import { ApiKey, Audit, AuditHead, Organization, Secret, Setting, Workspace } from './tenancy.entity.js';
import { Membership, Session, SignInToken, User } from './user.entity.js';

/** Every table. The migrations must build exactly this: the schema spec compares them on each database. */
export const ENTITIES = [
  IdBlock,
  Organization,
  Workspace,
  Setting,
  Secret,
  ApiKey,
  Audit,
  AuditHead,
  User,
  Membership,
  Session,
  SignInToken,
  Contact,
  ContactIdentity,
  ContactTag,
  Event,
  Signal,
  Replay,
  Journey,
  JourneyVersion,
  SegmentState,
  EntryTimer,
  Run,
  Parked,
  Subscription,
  Trace,
  EdgeCount,
  EdgeDelta,
  Chore,
  Ask,
  Shard,
  Worker,
  Outbox,
  SendLane,
  InboxMessage,
  CouponPool,
  CouponCode,
  CouponLedger,
  Collection,
  Mint,
  PluginBundle,
  PluginPackage,
  PluginInstall,
  PluginGrant,
  PluginPublisher,
  PluginRefusal,
  PluginRevocation,
  PluginFeed,
  PluginKv,
  PluginCost,
  PluginSource,
  PluginRecording,
  PluginWrite,
] as unknown as readonly EntitySchema[]; // prettier-ignore -- each knows its own row; a list of them need not
