import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '@sojourn/kernel';
import { addDuration, fromLocal, toLocal } from '@sojourn/kernel/schedule';
import { eventViews, overview, workspaces, type Database } from '@sojourn/storage';
import { CLOCK, DATABASE } from '../ports.js';
import type { DayCount, OverviewView } from './overview.dto.js';

const DAYS = 14;

@Injectable()
export class OverviewService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async view(workspaceId: number): Promise<OverviewView> {
    const asOf = this.clock.now();
    const [workspace] = await workspaces.byIds(this.database.read, [workspaceId]);
    const zone = workspace?.timeZone ?? 'UTC';
    const today = fromLocal(`${toLocal(asOf, zone).slice(0, 10)}T00:00`, zone);
    const { messagesSince, couponsSince, goalsSince, ...numbers } = await overview(
      this.database.read,
      workspaceId,
      today,
    );
    const eventsByDay = await this.#days(workspaceId, today, zone);
    return {
      asOf,
      ...numbers,
      messagesToday: messagesSince,
      couponsToday: couponsSince,
      goalsToday: goalsSince,
      eventsToday: eventsByDay.at(-1)?.count ?? 0,
      eventsByDay,
    };
  }

  async #days(workspaceId: number, today: number, zone: string): Promise<DayCount[]> {
    const bounds = Array.from({ length: DAYS + 1 }, (_, i) =>
      addDuration(today, { amount: i + 1 - DAYS, unit: 'days' }, zone),
    );
    const counts = await eventViews.countByStretch(this.database.read, workspaceId, bounds);
    return counts.map((count, i) => ({ date: toLocal(bounds[i] ?? today, zone).slice(0, 10), count }));
  }
}
