import { type Answer, ask, type Decision, defineNode, fail, type Item, to } from '@sojourn/plugin-sdk/engine';

export interface Config {
  /** The pool's name or id, as the workspace knows it. */
  readonly pool: string;
}

/** Asks the host for one code; the host's ledger decides, once for each visit. */
export const coupon = defineNode<Config>({
  execute: (_, { config: { pool }, items }) =>
    items.map((item) => {
      const { wake } = item;
      if (wake.kind === 'answer' && wake.answer.kind === 'coupon.issue') return decided(item, wake.answer, pool);
      return ask(item, { kind: 'coupon.issue', pool });
    }),
});

function decided(item: Item, answer: Extract<Answer, { kind: 'coupon.issue' }>, reference: string): Decision {
  const pool = answer.name ?? reference;
  switch (answer.status) {
    case 'issued':
    case 'alreadyHas': {
      const { code } = answer;
      // Templates print it with the date filter: text reads better there than a number of milliseconds.
      const expiresAt = answer.expiresAt === null ? null : new Date(answer.expiresAt).toISOString();
      const why = { code: answer.status === 'issued' ? 'issued' : 'already-has', params: { code } };
      return to(item, answer.status, { output: { coupon: { code, expiresAt, pool } }, why });
    }
    case 'soldOut':
      return to(item, 'soldOut', { why: { code: 'sold-out', params: { pool } } });
    case 'closed':
      return to(item, 'soldOut', { why: { code: 'closed', params: { pool } } });
    case 'missing':
      return fail(item, { code: 'missing', params: { pool } });
  }
}
