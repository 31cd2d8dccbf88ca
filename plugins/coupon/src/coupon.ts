import { defineNode, type Answer, type Decision } from '@sojourn/plugin-sdk/engine';

export interface Config {
  /** The pool's name or id, as the workspace knows it. */
  readonly pool: string;
}

/** Asks the host for one code; the host's ledger decides, once for each visit. */
export const coupon = defineNode<Config>({
  execute: ({ config: { pool }, visits }) =>
    visits.map(({ wake }): Decision => {
      if (wake.kind === 'answer' && wake.answer.kind === 'coupon.issue') return decided(wake.answer, pool);
      return { do: 'ask', ask: { kind: 'coupon.issue', pool } };
    }),
});

function decided(answer: Extract<Answer, { kind: 'coupon.issue' }>, reference: string): Decision {
  const pool = answer.name ?? reference;
  switch (answer.status) {
    case 'issued':
    case 'alreadyHas': {
      const { code } = answer;
      // Templates print it with the date filter: text reads better there than a number of milliseconds.
      const expiresAt = answer.expiresAt === null ? null : new Date(answer.expiresAt).toISOString();
      const why = { code: answer.status === 'issued' ? 'issued' : 'already-has', params: { code } };
      return { do: 'to', outcome: answer.status, variables: { coupon: { code, expiresAt, pool } }, why };
    }
    case 'soldOut':
      return { do: 'to', outcome: 'soldOut', why: { code: 'sold-out', params: { pool } } };
    case 'closed':
      return { do: 'to', outcome: 'soldOut', why: { code: 'closed', params: { pool } } };
    case 'missing':
      return { do: 'fail', why: { code: 'missing', params: { pool } } };
  }
}
