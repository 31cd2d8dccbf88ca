import { Inject, Injectable } from '@nestjs/common';
import type { JourneyDocument } from '@sojourn/journey';
import { drawings, journeyVersions, type Database } from '@sojourn/storage';
import { noSuchJourney } from '../journeys/journey.errors.js';
import { DATABASE } from '../ports.js';

/** What is drawn: a journey's draft, or one of its versions by number. */
@Injectable()
export class DrawingService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Throws `journey.not-found`. */
  async find(workspaceId: number, journeyId: number, version?: number): Promise<JourneyDocument> {
    const found =
      version === undefined
        ? (await drawings.find(this.database.read, workspaceId, journeyId))?.draft
        : (await journeyVersions.byNumber(this.database.read, workspaceId, journeyId, version))?.document;
    if (!found) throw noSuchJourney(journeyId);
    return found;
  }
}
