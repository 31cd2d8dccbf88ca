import { Inject, Injectable } from '@nestjs/common';
import { inboxViews, type Database } from '@sojourn/storage';
import { idCursor, pageOf } from '../http/cursor.js';
import { DATABASE } from '../ports.js';
import type { InboxPage, InboxQuery } from './inbox.dto.js';

const PAGE = 50;

@Injectable()
export class InboxService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async page(workspaceId: number, { contactId, search, cursor }: InboxQuery): Promise<InboxPage> {
    const found = await inboxViews.page(this.database.read, {
      workspaceId,
      contactId,
      search,
      before: idCursor(cursor),
      limit: PAGE + 1,
    });
    const { rows, next } = pageOf(found, PAGE, ({ id }) => id);
    return {
      items: rows.map((line) => ({
        id: line.id,
        contact: { id: line.contactId, name: line.contactName },
        journey: line.journeyId === null ? null : { id: line.journeyId, name: line.journeyName ?? '' },
        subject: line.subject,
        body: line.body,
        format: line.format === 'text' ? 'text' : 'html',
        at: line.at,
      })),
      next,
    };
  }
}
