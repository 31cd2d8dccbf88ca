import type { Condition } from '@sojourn/rules';

/** First questions of every shop; they begin with the events that shops send. */
export const EXAMPLES: readonly { readonly key: string; readonly condition: Condition }[] = [
  {
    key: 'repeat',
    condition: {
      op: 'all',
      conditions: [
        {
          op: 'event',
          event: 'order_paid',
          aggregate: 'count',
          is: 'gte',
          value: 2,
          within: { amount: 90, unit: 'days' },
        },
      ],
    },
  },
  {
    key: 'asleep',
    condition: {
      op: 'all',
      conditions: [
        { op: 'event', event: 'order_paid', aggregate: 'count', is: 'gte', value: 1 },
        {
          op: 'not',
          condition: {
            op: 'any',
            conditions: [
              {
                op: 'event',
                event: 'order_paid',
                aggregate: 'count',
                is: 'gte',
                value: 1,
                within: { amount: 60, unit: 'days' },
              },
            ],
          },
        },
      ],
    },
  },
  {
    key: 'spender',
    condition: {
      op: 'all',
      conditions: [{ op: 'event', event: 'order_paid', aggregate: 'sum', property: 'amount', is: 'gte', value: 1000 }],
    },
  },
];
