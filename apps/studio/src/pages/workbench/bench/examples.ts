const text = (en: string, zh: string) => ({ en, 'zh-CN': zh });

const FRAME = {
  version: '0.1.0',
  sdk: '^1.0.0',
  product: '>=0.1.0',
  publisher: { name: 'acme' },
  icons: { light: 'icons/light.svg', dark: 'icons/dark.svg' },
};

/** A plugin under way: its plugin.json as text, and its code where it has any. */
export interface Work {
  readonly kind: 'code' | 'declarative';
  readonly manifest: string;
  readonly code: string;
}

const SPEND = {
  id: 'acme.spend',
  ...FRAME,
  title: text('Spend levels', '消费分层'),
  description: text('Sends contacts different ways by what they have spent.', '按客户的消费金额分流。'),
  main: 'dist/plugin.js',
  locales: ['en', 'zh-CN'],
  capabilities: [
    {
      kind: 'contacts.read',
      fields: ['attributes.*'],
      reason: text('Reads the amount that the node names.', '读取节点指定的金额属性。'),
    },
  ],
  nodes: [
    {
      type: 'spend',
      typeVersion: 1,
      kind: 'split',
      category: 'flow',
      title: text('By spend', '按消费金额'),
      description: text(
        'Who has spent enough goes one way, the others another.',
        '消费达到金额的客户走一路，其余走另一路。',
      ),
      icon: 'PartitionOutlined',
      inputs: 1,
      waits: false,
      summary: text('{/attribute} from {/from}', '{/attribute} 不低于 {/from}'),
      config: {
        type: 'object',
        additionalProperties: false,
        required: ['attribute', 'from'],
        properties: {
          attribute: {
            type: 'string',
            minLength: 1,
            maxLength: 100,
            'x-widget': 'attribute',
            title: 'Amount',
            'x-zh-CN': { title: '金额属性' },
          },
          from: { type: 'number', minimum: 0, title: 'From', 'x-zh-CN': { title: '起点' } },
        },
      },
      defaults: { attribute: 'totalSpent', from: 1000 },
      outcomes: [
        { id: 'best', label: text('Best', '贵客'), role: 'success' },
        { id: 'others', label: text('Others', '其他') },
      ],
      data: { reads: [], readsFromConfig: { attributes: ['/attribute'] } },
      effects: { kind: 'none', idempotency: 'pure', dryRun: 'run' },
      reasons: { spent: text('{amount} was spent.', '已消费 {amount}。') },
      uses: [],
    },
  ],
};

const SPEND_CODE = `import { defineNode, definePlugin, propertyAt, to } from '@sojourn/plugin-sdk/engine';

interface Config {
  readonly attribute: string;
  readonly from: number;
}

const spend = defineNode<Config>({
  execute(ctx, { config, items }) {
    return items.map((item) => {
      const found = propertyAt(item.contact.attributes, config.attribute);
      const amount = typeof found === 'number' ? found : 0;
      ctx.log(item.contact.id, amount);
      const way = amount >= config.from ? 'best' : 'others';
      return to(item, way, { why: { code: 'spent', params: { amount } } });
    });
  },
});

export default definePlugin({ nodes: { spend } });
`;

const WEATHER = {
  id: 'acme.weather',
  ...FRAME,
  title: text('Weather', '天气'),
  description: text('Asks what the weather is like in a city.', '查询城市天气。'),
  locales: ['en', 'zh-CN'],
  capabilities: [
    {
      kind: 'http',
      hosts: ['api.example.com'],
      methods: ['GET'],
      paths: ['/v1/weather'],
      reason: text('Asks for the weather.', '用于查询天气。'),
    },
  ],
  nodes: [
    {
      type: 'forecast',
      typeVersion: 1,
      kind: 'action',
      category: 'data',
      title: text('Weather in a city', '城市天气'),
      description: text('Goes on by the weather of the day.', '按当天天气继续旅程。'),
      icon: 'GlobalOutlined',
      inputs: 1,
      waits: true,
      summary: text('In {/city}', '{/city}'),
      config: {
        type: 'object',
        additionalProperties: false,
        required: ['city'],
        properties: {
          city: { type: 'string', minLength: 1, maxLength: 80, title: 'City', 'x-zh-CN': { title: '城市' } },
        },
      },
      defaults: { city: 'Hangzhou' },
      outcomes: [
        { id: 'sunny', label: text('Sunny', '晴'), role: 'success', tone: 'good' },
        { id: 'other', label: text('Other weather', '其他天气'), role: 'success' },
        { id: 'failed', label: text('No answer', '查询失败'), role: 'failure', tone: 'bad' },
      ],
      data: { reads: [] },
      effects: { kind: 'none', idempotency: 'pure', dryRun: 'outcome', dryOutcome: 'sunny' },
      reasons: {
        answered: text('The answer had the status {status}.', '应答状态为 {status}。'),
        'answer-unexpected': text('The answer {status} was not expected.', '收到意外应答 {status}。'),
        'no-answer': text('No answer: {message}', '没有应答：{message}'),
        'value-missing': text('The value of {hole} is missing.', '缺少 {hole} 的值。'),
      },
      uses: ['http'],
      declarative: {
        request: { method: 'GET', url: 'https://api.example.com/v1/weather', query: { city: '{{ config.city }}' } },
        outcomes: [
          {
            status: '2xx',
            when: { path: 'sky', equals: 'clear' },
            outcome: 'sunny',
            why: 'answered',
            output: { degrees: 'degrees' },
          },
          { status: '2xx', outcome: 'other', why: 'answered', output: { degrees: 'degrees' } },
        ],
      },
    },
  ],
};

/** What the workbench offers to begin with. */
export const EXAMPLES: Readonly<Record<Work['kind'], Work>> = {
  code: { kind: 'code', manifest: JSON.stringify(SPEND, null, 2), code: SPEND_CODE },
  declarative: { kind: 'declarative', manifest: JSON.stringify(WEATHER, null, 2), code: '' },
};

export const EXAMPLE_ANSWER = '{ "sky": "clear", "degrees": 21 }';
