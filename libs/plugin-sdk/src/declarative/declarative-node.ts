import { UnexpectedError } from '@sojourn/kernel';
import type { HttpAnswer } from '../context.js';
import { defineNode, type NodeProgram } from '../node.js';
import type { Decision, Why } from '../decision.js';
import type { Item } from '../item.js';
import type { NodeSpec } from '../node-spec.js';
import { fail, to } from '../verbs.js';
import { rowFor, taken } from './outcome-table.js';
import { dataOf, requestOf } from './request.js';

/**
 * The program of a node without code: one request for each item, all of them together, and a table from answer to outcome. It runs
 * in the host over `ctx.http`; nothing of the plugin's author runs.
 *
 * Where no row fits, or a value that the address needs is missing, the item leaves by the outcome with the role `failure`
 * (`answer-unexpected`, `no-answer`, `value-missing`); a node without one parks the run. Throws when the node has no table.
 */
export function declarativeNode(node: Pick<NodeSpec, 'type' | 'declarative' | 'outcomes'>): NodeProgram {
  const { declarative } = node;
  if (!declarative)
    throw new UnexpectedError(`The node "${node.type}" has code, and no table to interpret.`, {
      code: 'manifest.not-declarative',
    });
  const failure = node.outcomes.find(({ role }) => role === 'failure')?.id;
  const otherwise = (item: Item, why: Why): Decision =>
    failure === undefined ? fail(item, why) : to(item, failure, { why });

  const decided = (item: Item, answer: HttpAnswer): Decision => {
    const row = rowFor(declarative.outcomes, answer);
    if (!row && 'error' in answer)
      return otherwise(item, { code: 'no-answer', params: { message: answer.message || answer.error } });
    const status = 'error' in answer ? answer.error : answer.status;
    if (!row) return otherwise(item, { code: 'answer-unexpected', params: { status } });
    const body = 'error' in answer ? null : answer.body;
    const [output, set] = [taken(row.output, body), taken(row.set, body)];
    return to(item, row.outcome, {
      ...(output && { output }),
      ...(set && { patch: { set } }),
      why: { code: row.why, params: { status } },
    });
  };

  return defineNode({
    async execute(ctx, { config, items }) {
      const requests = items.map((item) => requestOf(declarative.request, item, dataOf(item, config)));
      const sent = requests.flatMap((request) => ('hole' in request ? [] : [request]));
      const answers = sent.length > 0 ? await ctx.http.requestAll(sent) : [];
      return items.map((item, place) => {
        const request = requests[place]!; // as many as items
        if ('hole' in request) return otherwise(item, { code: 'value-missing', params: { hole: request.hole } });
        const answer = answers[sent.indexOf(request)];
        return answer ? decided(item, answer) : otherwise(item, { code: 'no-answer', params: { message: 'none' } });
      });
    },
  });
}
