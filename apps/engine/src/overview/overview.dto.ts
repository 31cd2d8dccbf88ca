import { Int, Moment, NestedList, Text } from '../http/fields.js';

export class DayCount {
  @Text({ format: 'date', description: "In the workspace's zone." }) date!: string;
  @Int() count!: number;
}

export class OverviewView {
  @Moment() asOf!: number;
  @Int() contacts!: number;
  @Int({ description: "Since midnight in the workspace's zone." }) eventsToday!: number;
  @Int() activeRuns!: number;
  @Int({ description: 'Messages handed over since midnight.' }) messagesToday!: number;
  @Int({ description: 'Coupons issued since midnight.' }) couponsToday!: number;
  @Int({ description: 'Runs that left by a goal since midnight.' }) goalsToday!: number;
  @Int() liveJourneys!: number;
  @Int({ description: 'Runs taken out of circulation that need a look.' }) quarantinedRuns!: number;
  @Int({ description: 'Messages and webhooks waiting to leave.' }) outboxWaiting!: number;
  @NestedList(() => DayCount, { description: 'The last fourteen days, oldest first.' }) eventsByDay!: DayCount[];
}
