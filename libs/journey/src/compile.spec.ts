import { UserError } from '@sojourn/kernel';
import { describe, expect, it } from 'vitest';
import type { NodeCatalogue } from './catalogue.js';
import { compile } from './compile.js';
import { catalogue, goodDrawing } from './drawing.fixture.js';
import { emptyDocument } from './empty-document.js';

describe('compile', () => {
  it('makes a plan in which everything is found by id', () => {
    const plan = compile(goodDrawing().document, catalogue);
    expect(plan.start).toBe('p');
    expect(plan.timeZone).toBe('Asia/Shanghai');
    expect([...plan.nodes.keys()]).toEqual(['p', 'n', 's']);
    expect(plan.nodes.get('p')).toMatchObject({
      type: 'pause',
      next: new Map([
        ['done', 'n'],
        ['late', 's'],
      ]),
    });
    expect(plan.nodes.get('n')?.config).toEqual({ text: 'Hello' });
    expect(plan.nodes.get('s')?.next.size).toBe(0);
  });

  it('throws the issues of a document that has errors', () => {
    try {
      compile(emptyDocument('Nobody enters'), catalogue);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      expect(error).toMatchObject({
        code: 'journey.invalid',
        status: 422,
        details: { issues: [{ code: 'entry.no-rule' }, { code: 'entry.not-connected' }] },
      });
      expect((error as Error).message).toContain('"Nobody enters" has 2 error(s)');
    }
  });

  it('never throws anything else, even at nonsense', () => {
    for (const nonsense of [null, 1, [], {}, { name: {} }]) {
      expect(() => compile(nonsense as never, catalogue)).toThrow(UserError);
    }
  });

  it('parts what deciding who enters reads from what moving a run reads', () => {
    const listening: NodeCatalogue = {
      get: (name) => {
        const type = catalogue.get(name);
        const reads = {
          attributes: new Set(['city']),
          tags: false,
          payload: false,
          events: new Map([['opened', 60_000]]),
        };
        return type && { ...type, reads: () => (name === 'note' ? reads : type.reads({})) };
      },
    };
    const plan = compile(
      goodDrawing()
        .enters(
          {
            id: 'a',
            kind: 'event',
            event: 'order',
            occurrence: 'first',
            filter: { op: 'attribute', path: 'level', is: 'eq', value: 'gold' },
          },
          { id: 'b', kind: 'date', attribute: 'birthday', offsetDays: 0, at: '09:00', yearly: true },
        )
        .exits({
          id: 'x',
          name: 'VIP',
          goal: false,
          when: { kind: 'condition', condition: { op: 'tag', tag: 'vip', is: 'present' } },
        }).document,
      listening,
    );
    expect([...plan.entryReads.attributes].sort()).toEqual(['birthday', 'level']);
    expect(plan.entryReads.events).toEqual(new Map([['order', Infinity]]));
    expect(plan.entryReads.tags).toBe(false);
    expect([...plan.stepReads.attributes]).toEqual(['city']);
    expect(plan.stepReads.tags).toBe(true);
    expect(plan.stepReads.events).toEqual(new Map([['opened', 60_000]]));
    expect([...plan.reads.attributes].sort()).toEqual(['birthday', 'city', 'level']);
    expect([...(plan.nodes.get('n')?.reads.attributes ?? [])]).toEqual(['city']);
    expect(plan.nodes.get('p')?.reads.attributes.size).toBe(0);
  });
});
