import { describe, expect, it } from 'vitest';
import { catalogue, drawing, goodDrawing } from './drawing.fixture.js';
import { emptyDocument } from './empty-document.js';
import { isPublishable, validate } from './validate.js';

/** Processor time of this process so far, in milliseconds: on a busy machine the clock on the wall says nothing of what code costs. */
const cpuMs = (): number => process.cpuUsage().user / 1_000;

const codes = (document: unknown): string[] => validate(document, catalogue).map(({ code }) => code);

describe('validate', () => {
  it('finds nothing wrong with a good drawing', () => {
    expect(validate(goodDrawing().document, catalogue)).toEqual([]);
  });

  it('tells a fresh drawing that it needs an entry rule and a first step', () => {
    expect(codes(emptyDocument('New'))).toEqual(['entry.no-rule', 'entry.not-connected']);
  });

  it('says every issue in both languages, in sentences, never in the words of the schema validator', () => {
    const hurt = [
      goodDrawing().broken('/name', ''),
      goodDrawing().broken('/nodes/1/config', { text: 5, more: 1 }),
      goodDrawing().broken('/entry/reentry', { mode: 'sometimes' }),
      goodDrawing().broken('/entry/rules/0', {
        id: 'r',
        kind: 'date',
        attribute: 'birthday',
        offsetDays: 1.5,
        at: '9',
        yearly: 'yes',
      }),
      goodDrawing().broken('/edges/0/from', undefined),
      goodDrawing().broken('/nodes/0/type', 'rocket'),
    ];
    for (const issue of hurt.flatMap((document) => validate(document, catalogue))) {
      expect(issue.message.en).toMatch(/^[A-Z"].*\.$/);
      expect(issue.message['zh-CN']).toMatch(/[\u4e00-\u9fff].*。$/);
      expect(issue.message.en).not.toMatch(/must NOT|must match|must have|instancePath|schema/);
    }
  });

  it.each([
    ['an empty name', '/name', '', 'document.length', '"Name of the journey" is empty.', '“旅程名称”不能为空。'],
    [
      'a missing name',
      '/name',
      undefined,
      'document.required',
      '"Name of the journey" is missing.',
      '缺少“旅程名称”。',
    ],
    [
      'a name that is a number',
      '/name',
      7,
      'document.type',
      '"Name of the journey" must be text.',
      '“旅程名称”应为文本。',
    ],
    [
      'an unknown field',
      '/colour',
      'red',
      'document.unknown-field',
      'The field "colour" is not known here. Remove it.',
      '此处不支持字段“colour”，请删除。',
    ],
    [
      'an unknown re-entry mode',
      '/entry/reentry/mode',
      'x',
      'document.choice',
      '"mode" must be one of: once, afterExit, always, atMostEvery.',
      '“mode”只能是：once, afterExit, always, atMostEvery。',
    ],
    [
      'an unknown kind of entry',
      '/entry/rules/0/kind',
      'magic',
      'document.choice',
      '"kind" must be one of: event, segment, api, schedule, date.',
      '“kind”只能是：event, segment, api, schedule, date。',
    ],
    [
      'an id with blanks',
      '/nodes/0/id',
      'a b',
      'document.pattern',
      '"id" must be 1 to 64 letters, digits, "_" or "-".',
      '“id”应为：1 至 64 个字母、数字、下划线或连字符。',
    ],
  ])('explains %s', (_, pointer, value, code, en, zh) => {
    const issue = validate(goodDrawing().broken(pointer, value), catalogue)[0];
    expect(issue).toMatchObject({ severity: 'error', code, message: { en, 'zh-CN': zh } });
    expect(issue?.pointer.startsWith(pointer.split('/').slice(0, 2).join('/'))).toBe(true);
  });

  it('points a config error at its field and its node, by the title of the field', () => {
    const document = goodDrawing().broken('/nodes/1/config/text', '');
    expect(validate(document, catalogue)).toEqual([
      {
        severity: 'error',
        code: 'config.length',
        pointer: '/nodes/1/config/text',
        nodeId: 'n',
        message: { en: '"Text" is empty.', 'zh-CN': '“文案”不能为空。' },
      },
    ]);
  });

  it('names an unknown node type and goes on with the rest', () => {
    const issues = validate(goodDrawing().node('x', 'rocket').document, catalogue);
    expect(issues.map(({ code, nodeId }) => [code, nodeId])).toEqual([
      ['node.unknown-type', 'x'],
      ['graph.unreachable', 'x'],
    ]);
  });

  it('still reads the graph of a draft that has another mistake', () => {
    const document = drawing().node('p', 'pause').edge('entry.entered', 'p').broken('/name', '');
    expect(codes(document)).toEqual(['document.length', 'graph.unconnected-outcome', 'graph.unconnected-outcome']);
  });

  it('says which schemaVersion this release reads, and nothing else', () => {
    const [issue, ...rest] = validate(goodDrawing().broken('/schemaVersion', 9), catalogue);
    expect(rest).toEqual([]);
    expect(issue).toMatchObject({ code: 'document.schema-version', pointer: '/schemaVersion' });
    expect(issue?.message.en).toContain('schemaVersion is 9; this release reads version 1');
    expect(codes(goodDrawing().broken('/schemaVersion', undefined))).toEqual(['document.schema-version']);
  });

  it('finds ids used twice, and a node that calls itself the entry', () => {
    const document = goodDrawing()
      .node('p', 'stop')
      .node('entry', 'stop')
      .enters({ id: 'r', kind: 'api' }, { id: 'r', kind: 'api' }).document;
    expect(codes(document)).toEqual(
      expect.arrayContaining(['node.duplicate-id', 'node.reserved-id', 'entry.duplicate-id']),
    );
    const edges = goodDrawing().document.edges.map((edge) => ({ ...edge, id: 'same' }));
    expect(codes(goodDrawing().with({ edges }).document)).toContain('edge.duplicate-id');
  });

  it('lets warnings alone be published', () => {
    const loose = validate(drawing().node('p', 'pause').edge('entry.entered', 'p').document, catalogue);
    expect(loose.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
    expect(isPublishable(loose)).toBe(true);
    expect(isPublishable(validate(emptyDocument('x'), catalogue))).toBe(false);
  });

  it('refuses more nodes and edges than a drawing may hold', () => {
    const nodes = Array.from({ length: 1_001 }, (_, i) => ({
      id: `n${i}`,
      type: 'stop',
      config: {},
      position: { x: 0, y: 0 },
    }));
    const issues = validate(goodDrawing().with({ nodes }).document, catalogue);
    expect(issues.find(({ pointer }) => pointer === '/nodes')?.message.en).toBe('"Nodes" may have at most 1000.');
  });

  it('reads a drawing of 1,000 nodes in a row within a second', () => {
    let long = drawing();
    const nodes = Array.from({ length: 1_000 }, (_, i) => ({
      id: `n${i}`,
      type: 'note',
      config: { text: 'x' },
      position: { x: i, y: 0 },
    }));
    const edges = nodes.map(({ id }, i) => ({
      id: `e${i}`,
      from: i === 0 ? { node: 'entry', outcome: 'entered' } : { node: `n${i - 1}`, outcome: 'done' },
      to: id,
    }));
    long = long.with({ nodes, edges });
    const began = cpuMs();
    expect(codes(long.document)).toEqual(['graph.unconnected-outcome']);
    expect(cpuMs() - began).toBeLessThan(1_000);
  });
});

describe('validate, at the entry and the exits', () => {
  const entered = (rule: object): { code: string; pointer: string }[] =>
    validate(goodDrawing().broken('/entry/rules', [rule]), catalogue).map(({ code, pointer }) => ({ code, pointer }));

  it('finds a repetition that cannot be read', () => {
    expect(
      entered({
        id: 's',
        kind: 'schedule',
        rrule: 'FREQ=SOMETIMES',
        start: '2026-12-01T09:00',
        timeZone: 'Asia/Shanghai',
      }),
    ).toEqual([{ code: 'entry.bad-rrule', pointer: '/entry/rules/0/rrule' }]);
  });

  it('finds a time zone that does not exist', () => {
    expect(
      entered({ id: 's', kind: 'schedule', rrule: 'FREQ=DAILY', start: '2026-12-01T09:00', timeZone: 'Asia/Atlantis' }),
    ).toEqual([{ code: 'document.bad-time-zone', pointer: '/entry/rules/0/timeZone' }]);
    expect(codes(goodDrawing().with({ timeZone: 'Mars/Base' }).document)).toEqual(['document.bad-time-zone']);
  });

  it('finds a first time on a day that does not exist', () => {
    expect(
      entered({ id: 's', kind: 'schedule', rrule: 'FREQ=DAILY', start: '2026-02-30T09:00', timeZone: 'Asia/Shanghai' }),
    ).toEqual([{ code: 'entry.bad-start', pointer: '/entry/rules/0/start' }]);
  });

  it('finds a time of day that is none', () => {
    expect(entered({ id: 'd', kind: 'date', attribute: 'birthday', offsetDays: 0, at: '25:00', yearly: true })).toEqual(
      [{ code: 'document.pattern', pointer: '/entry/rules/0/at' }],
    );
  });

  it('accepts every kind of entry when it is filled in', () => {
    const document = goodDrawing().enters(
      {
        id: 'a',
        kind: 'event',
        event: 'cart',
        filter: { op: 'payload', path: 'total', is: 'gt', value: 5 },
        occurrence: 'first',
        keyBy: 'cartId',
      },
      { id: 'b', kind: 'segment', condition: { op: 'tag', tag: 'vip', is: 'present' }, includeCurrent: true },
      { id: 'c', kind: 'api' },
      {
        id: 'd',
        kind: 'schedule',
        rrule: 'FREQ=WEEKLY;BYDAY=MO',
        start: '2026-12-01T09:00',
        timeZone: 'Europe/London',
      },
      { id: 'e', kind: 'date', attribute: 'birthday', offsetDays: -3, at: '09:00', yearly: true },
    ).document;
    expect(validate(document, catalogue)).toEqual([]);
  });

  it('finds a condition that cannot be read, in the entry and in an exit', () => {
    const nonsense = { op: 'guess' };
    expect(entered({ id: 'b', kind: 'segment', condition: nonsense })[0]?.pointer).toMatch(
      /^\/entry\/rules\/0\/condition/,
    );
    const exit = { id: 'x', name: 'Bought', goal: true, when: { kind: 'condition', condition: nonsense } };
    const issues = validate(goodDrawing().broken('/exits', [exit]), catalogue);
    expect(issues[0]).toMatchObject({ severity: 'error' });
    expect(issues[0]?.pointer).toMatch(/^\/exits\/0\/when\/condition/);
  });

  it('refuses to ask about "the event" where none is at hand', () => {
    const payload = { op: 'any', conditions: [{ op: 'payload', path: 'total', is: 'gt', value: 5 }] };
    expect(entered({ id: 'b', kind: 'segment', condition: payload })).toEqual([
      { code: 'condition.no-event-at-hand', pointer: '/entry/rules/0/condition' },
    ]);
    expect(entered({ id: 'b', kind: 'event', event: 'cart', filter: payload })).toEqual([]);
  });
});
