import { Inject, Injectable } from '@nestjs/common';
import type { Issue, Json, JsonObject } from '@sojourn/kernel';
import { UserError, type Clock } from '@sojourn/kernel';
import { contactViews, type Database } from '@sojourn/storage';
import { noSuchContact } from '../contacts/contact.errors.js';
import { wordsFor } from '../http/words.js';
import { CLOCK, DATABASE, RENDERER, type Renderer } from '../ports.js';
import type { PreviewRequest, PreviewResult } from './message.dto.js';
import { withStandIns } from './stand-ins.js';

/** Somebody to render for when nobody was named. */
const SOMEBODY: JsonObject = {
  id: 0,
  name: 'Lin Xia',
  externalId: 'sample',
  email: 'lin.xia@example.com',
  phone: '+8613800000000',
  language: 'zh-CN',
  attributes: { name: 'Lin Xia', city: 'Hangzhou' },
  tags: ['vip'],
};

@Injectable()
export class PreviewService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RENDERER) private readonly renderer: () => Promise<Renderer>,
  ) {}

  async preview(workspaceId: number, { content, contactId, variables = {} }: PreviewRequest): Promise<PreviewResult> {
    const contact = contactId === undefined ? SOMEBODY : await this.#contact(workspaceId, contactId);
    const renderer = await this.renderer();
    const { variablesOf } = await import('@sojourn/content');
    const wanted = [content.subject ?? '', content.body].flatMap(variablesOf);
    // Variables came as JSON; the entry's event may be among them.
    const known = { ...(variables as JsonObject), contact, variables: variables as JsonObject };
    const data = withStandIns(known, wanted);
    try {
      const { subject, html, text } = await renderer.render({ content, data, now: this.clock.now() });
      return { subject: subject ?? null, html: html ?? null, text: text ?? null, issues: [] };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { subject: null, html: null, text: null, issues: [issueOf(error)] };
    }
  }

  async #contact(workspaceId: number, contactId: number): Promise<JsonObject> {
    const profile = await contactViews.profile(this.database.read, workspaceId, contactId);
    if (!profile) throw noSuchContact(contactId);
    const { id, externalId, email, phone, name, language, attributes, tags } = profile;
    const known: Record<string, Json> = {};
    for (const [key, value] of Object.entries({ externalId, email, phone, name, language }))
      if (value !== null) known[key] = value;
    return { id, ...known, attributes, tags: [...tags] };
  }
}

function issueOf(error: UserError): Issue {
  const part = error.details['part'];
  return {
    severity: 'error',
    code: error.code,
    message: wordsFor(error.code, error.message, error.details),
    pointer: part === 'subject' ? '/subject' : '/body',
  };
}
