import { big, json, nullable, primary, table, text } from '../database/columns.js';

export interface ContactRow {
  id: number;
  workspaceId: number;
  externalId: string | null;
  email: string | null;
  phone: string | null;
  name: string | null;
  language: string | null;
  timeZone: string | null;
  attributes: unknown;
  createdAt: number;
  updatedAt: number;
  lastSeenAt: number | null;
  /** The newest of the contact's events that was routed, 0 for none: what look-back compares with. */
  lastEventId: number;
  /** Set on an anonymous contact whose person became known as another contact; it is passed over everywhere. */
  mergedInto: number | null;
}
export const Contact = table<ContactRow>(
  'contact',
  {
    id: primary(big()),
    workspaceId: big(),
    externalId: nullable(text()),
    email: nullable(text()),
    phone: nullable(text(64)),
    name: nullable(text()),
    language: nullable(text(35)),
    timeZone: nullable(text(64)),
    attributes: json(),
    createdAt: big(),
    updatedAt: big(),
    lastSeenAt: nullable(big()),
    lastEventId: big(),
    mergedInto: nullable(big()),
  },
  {
    ux_contact_external: ['workspaceId', 'externalId'],
    ix_contact_email: ['workspaceId', 'email'],
    ix_contact_phone: ['workspaceId', 'phone'],
  },
);

export interface ContactIdentityRow {
  workspaceId: number;
  /** `userId`, `anonymousId`, `email`, `phone`, `wecom`... */
  kind: string;
  value: string;
  contactId: number;
  createdAt: number;
}
export const ContactIdentity = table<ContactIdentityRow>(
  'contact_identity',
  { workspaceId: primary(big()), kind: primary(text(32)), value: primary(text()), contactId: big(), createdAt: big() },
  { ix_contact_identity_contact: ['contactId'] },
);

export interface ContactTagRow {
  workspaceId: number;
  contactId: number;
  tag: string;
  addedAt: number;
}
export const ContactTag = table<ContactTagRow>(
  'contact_tag',
  { workspaceId: primary(big()), contactId: primary(big()), tag: primary(text()), addedAt: big() },
  { ix_contact_tag_tag: ['workspaceId', 'tag'] },
);
