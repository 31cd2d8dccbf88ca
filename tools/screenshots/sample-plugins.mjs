/**
 * Plugins to be looked at: signed packages as a registry would hand them out, made here and now. For the pictures of the
 * documentation and for the browser specs; what they do is small, what they ask for is what such plugins would ask for.
 */
const words = (en, zh) => ({ en, 'zh-CN': zh });
const svg = (sun, cloud) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="9" cy="9" r="5" fill="${sun}"/><path d="M8 20a4 4 0 0 1 0-8 5 5 0 0 1 9.6 1.4A3.4 3.4 0 0 1 17 20z" fill="${cloud}"/></svg>`;

const http = (...hosts) => ({
  kind: 'http',
  hosts,
  methods: ['GET'],
  paths: ['/v1/*'],
  reason: words('It asks for the forecast of the contact’s city.', '查询客户所在城市的天气预报。'),
});
const reads = (...fields) => ({
  kind: 'contacts.read',
  fields,
  reason: words('To know which city to ask for.', '用于确定查询哪个城市。'),
});

const forecast = {
  type: 'forecast',
  typeVersion: 1,
  kind: 'split',
  category: 'audience',
  title: words('Weather forecast', '天气预报'),
  description: words('Sends people different ways by the weather where they are.', '根据客户所在地的天气分流。'),
  icon: 'ThunderboltOutlined',
  inputs: 1,
  waits: false,
  summary: words('Tomorrow in {/city}', '{/city}明天的天气'),
  config: {
    type: 'object',
    additionalProperties: false,
    required: ['city'],
    properties: {
      city: {
        type: 'string',
        minLength: 1,
        maxLength: 60,
        title: 'City, for contacts without one',
        'x-zh-CN': { title: '默认城市' },
      },
      station: { type: 'string', maxLength: 20, title: 'Station', 'x-zh-CN': { title: '气象站' } },
    },
  },
  defaults: { city: 'Shanghai', station: '58362' },
  outcomes: [
    { id: 'dry', label: words('Dry', '晴'), tone: 'good', role: 'success' },
    { id: 'rain', label: words('Rain', '雨') },
    { id: 'unknown', label: words('Not known', '未知'), tone: 'bad', role: 'failure' },
  ],
  data: { reads: ['attributes.city', 'language'] },
  effects: { kind: 'none', idempotency: 'pure', dryRun: 'run' },
  reasons: { forecast: words('The forecast for {city}', '{city}的预报') },
};

const lookUp = {
  type: 'look-up',
  typeVersion: 1,
  kind: 'action',
  category: 'data',
  title: words('Look up the weather', '查询天气'),
  description: words('Asks the weather service and keeps its answer.', '向天气服务查询并保存结果。'),
  icon: 'GlobalOutlined',
  inputs: 1,
  waits: false,
  summary: words('Ask the weather service', '查询天气服务'),
  config: { type: 'object', additionalProperties: false, properties: {} },
  defaults: {},
  outcomes: [
    { id: 'known', label: words('Known', '已知'), tone: 'good', role: 'success' },
    { id: 'failed', label: words('Failed', '失败'), tone: 'bad', role: 'failure' },
  ],
  data: { reads: ['attributes.city', 'email'], writes: ['attributes.weather'] },
  uses: ['http'],
  effects: { kind: 'external', idempotency: 'keyed', dryRun: 'outcome', dryOutcome: 'known' },
  reasons: { asked: words('The service answered', '服务已返回结果'), failed: words('The service did not answer', '服务没有响应') }, // prettier-ignore
  errors: ['failed'],
};

const weather = {
  id: 'acme.weather',
  version: '1.0.0',
  sdk: '^1.0.0',
  product: '>=0.1.0',
  title: words('Weather', '天气'),
  description: words(
    'Sends people different ways by the weather where they are, so that nobody is offered an ice cream in the rain.',
    '根据客户所在地的天气分流，避免在雨天推荐冰淇淋。',
  ),
  publisher: { name: 'Acme Weather', url: 'https://acme.test' },
  icons: { light: 'icons/light.svg', dark: 'icons/dark.svg' },
  main: 'dist/plugin.js',
  locales: ['en', 'zh-CN'],
  capabilities: [
    http('api.acme.test', '*.eu.acme.test'),
    reads('attributes.city', 'language', 'email'),
    {
      kind: 'contacts.write',
      fields: ['attributes.weather'],
      reason: words('To keep the forecast for later messages.', '保存预报，供之后的消息使用。'),
    },
  ],
  credentials: [
    {
      name: 'account',
      title: words('Account with Acme', 'Acme 账户'),
      help: words('You find the key in your account at acme.test.', '密钥可在 acme.test 的账户中找到。'),
      fields: {
        type: 'object',
        required: ['key'],
        properties: { key: { type: 'string', title: 'Key', 'x-zh-CN': { title: '密钥' }, 'x-secret': true } },
      },
      inject: { headers: { Authorization: 'Bearer {key}' } },
      hosts: ['api.acme.test'],
    },
  ],
  nodes: [forecast, lookUp],
};

/** Knows a place instead of a city, and loses the station on the way; wants to warn of storms. */
const weather11 = {
  ...weather,
  version: '1.1.0',
  capabilities: [
    ...weather.capabilities,
    {
      kind: 'messages.send',
      channels: ['email', 'sms'],
      perContactPerDay: 1,
      reason: words('It warns of storms.', '用于发送暴雨预警。'),
    },
  ],
  nodes: [
    {
      ...forecast,
      typeVersion: 2,
      config: {
        type: 'object',
        additionalProperties: false,
        required: ['city', 'units'],
        properties: {
          city: forecast.config.properties.city,
          units: {
            enum: ['metric', 'imperial'],
            'x-enumNames': ['Metric', 'Imperial'],
            title: 'Units',
            'x-zh-CN': { title: '单位', enumNames: ['公制', '英制'] },
          },
        },
      },
      defaults: { city: 'Shanghai', units: 'metric' },
      hooks: ['migrate'],
    },
    { ...lookUp, uses: ['http', 'messages.send'] },
  ],
};

const quiz = {
  id: 'studio9.quiz',
  version: '2.3.1',
  sdk: '^1.0.0',
  product: '>=0.1.0',
  title: words('Quiz', '问答'),
  description: words('Sends people by how they answered a question.', '按客户对问题的回答分流。'),
  publisher: { name: 'Studio Nine' },
  main: 'dist/plugin.js',
  locales: ['en', 'zh-CN'],
  capabilities: [
    { kind: 'contacts.read', fields: ['tags'], reason: words('The answer is kept as a tag.', '回答以标签形式保存。') },
  ],
  nodes: [
    {
      ...forecast,
      type: 'answer',
      title: words('Quiz answer', '问答结果'),
      description: words('Right or wrong, as the answer was stored.', '根据已保存的回答判断对错。'),
      icon: 'QuestionCircleOutlined',
      summary: words('Right or wrong', '答对或答错'),
      config: { type: 'object', additionalProperties: false, properties: {} },
      defaults: {},
      outcomes: [
        { id: 'right', label: words('Right', '答对'), tone: 'good', role: 'success' },
        { id: 'wrong', label: words('Wrong', '答错'), role: 'failure' },
      ],
      data: { reads: ['tags'] },
      reasons: { read: words('By the stored answer', '按已保存的回答') },
    },
  ],
};

const shopField = {
  type: 'string',
  maxLength: 40,
  title: 'Shop',
  'x-options': { name: 'shops' },
  'x-zh-CN': { title: '店铺' },
};

/** A trigger that is asked and posted to, and a step whose settings can be tried; its shops are asked for with a search. */
const shop = {
  id: 'north.shop',
  version: '1.0.0',
  sdk: '^1.0.0',
  product: '>=0.1.0',
  title: words('Shop orders', '店铺订单'),
  description: words('Brings orders of a shop as events.', '把店铺订单作为事件引入。'),
  publisher: { name: 'North' },
  main: 'dist/plugin.js',
  locales: ['en', 'zh-CN'],
  capabilities: [
    reads('attributes.city'),
    {
      kind: 'events.emit',
      names: ['Order Paid'],
      reason: words('Records each order as an event of its buyer.', '把订单记录为买家的事件。'),
    },
  ],
  nodes: [
    {
      ...forecast,
      type: 'orders',
      kind: 'trigger',
      category: 'data',
      title: words('Orders of a shop', '店铺订单'),
      description: words('Brings paid orders.', '引入已支付订单。'),
      icon: 'ShopOutlined',
      inputs: 0,
      summary: words('{/shop}', '{/shop}'),
      config: { type: 'object', additionalProperties: false, required: ['shop'], properties: { shop: shopField } }, // prettier-ignore
      defaults: { shop: '' },
      outcomes: [],
      data: { reads: [] },
      uses: ['events.emit'],
      reasons: {},
      hooks: ['options', 'poll', 'receive'],
    },
    {
      ...forecast,
      type: 'gift',
      kind: 'action',
      category: 'data',
      title: words('Pack a gift', '附赠礼品'),
      description: words('Tells the shop to pack a gift.', '通知店铺附赠礼品。'),
      icon: 'GiftOutlined',
      summary: words('{/shop}, {/gifts} gifts', '{/shop}，{/gifts} 件'),
      config: {
        type: 'object',
        additionalProperties: false,
        required: ['shop', 'gifts'],
        properties: {
          shop: shopField,
          gifts: { type: 'integer', minimum: 1, maximum: 99, title: 'Gifts', 'x-zh-CN': { title: '礼品数' } },
        },
      },
      defaults: { shop: '', gifts: 1 },
      outcomes: [
        { id: 'packed', label: words('Packed', '已附赠'), tone: 'good', role: 'success' },
        { id: 'failed', label: words('Failed', '失败'), tone: 'bad', role: 'failure' },
      ],
      data: { reads: ['attributes.city'] },
      reasons: { packed: words('A gift was packed', '已附赠礼品') },
      hooks: ['options', 'validate', 'preview', 'estimate'],
    },
  ],
};

const SHOP_CODE = `var sojournPlugin = {
  call: async function (entry, text) {
    var input = JSON.parse(text);
    var config = input.config;
    var shops = [];
    for (var at = 1; at <= 45; at++) shops.push({ value: 'shop-' + at, label: (at % 2 ? 'North street ' : 'Harbour ') + at });
    shops.push({ value: 'closed', label: 'Closed for good' });
    if (entry === 'options') {
      var found = shops.filter(function (one) { return one.label.toLowerCase().indexOf(input.search.toLowerCase()) >= 0; });
      var from = Number(input.cursor || 0);
      return JSON.stringify({ items: found.slice(from, from + 20), next: found.length > from + 20 ? String(from + 20) : null });
    }
    var paid = function (id, who) { return { id: id, type: 'Order Paid', userId: who, properties: { shop: config.shop } }; };
    if (entry === 'poll') {
      if (config.shop === 'closed') throw new Error('This shop is closed.');
      return JSON.stringify({ cursor: 1, events: input.cursor ? [] : [paid('1', 'ann'), paid('2', 'ben')] });
    }
    if (entry === 'receive') return JSON.stringify({ events: [paid(input.request.body.order, 'cho')] });
    if (entry === 'validate') return JSON.stringify(config.gifts > 10 ? [{ severity: 'warning', pointer: '/gifts', message: { en: 'Few shops have so many gifts.', 'zh-CN': '很少有店铺备有这么多礼品。' } }] : []);
    if (entry === 'preview') return JSON.stringify({ Gifts: config.gifts, City: (input.item.contact.attributes || {}).city || '-' });
    if (entry === 'estimate') return JSON.stringify({ calls: input.contacts, cost: input.contacts * config.gifts * 3, currency: 'CNY', seconds: 12 });
    return JSON.stringify({ decisions: input.items.map(function (item) { return { item: item.key, do: 'to', outcome: 'packed', why: { code: 'packed' } }; }) });
  }
};
`;

/** A bundle written by hand: it decides by the letters of the city, so that the same contact always gets the same weather. */
const code = (raining, body = '') => `var sojournPlugin = {
  call: async function (entry, text) {
    var input = JSON.parse(text);
    if (entry === 'migrate') {
      var to = { city: input.config.city, units: 'metric' };
      var lossy = input.config.station === undefined ? [] : [{ pointer: '/station', message: { en: 'The place decides the station now.', 'zh-CN': '气象站现在由地点决定。' } }];
      return JSON.stringify({ config: to, lossy: lossy });
    }
    ${body}
    return JSON.stringify({ decisions: input.items.map(function (item) {
      var city = (item.contact.attributes && item.contact.attributes.city) || input.config.city || '';
      var sum = item.key;
      for (var at = 0; at < city.length; at++) sum += city.charCodeAt(at);
      var outcome = input.node === 'answer' ? (sum % 2 ? 'right' : 'wrong') : input.node === 'look-up' ? 'known' : sum % 10 < ${raining} ? 'rain' : 'dry';
      return { item: item.key, do: 'to', outcome: outcome, why: { code: input.node === 'answer' ? 'read' : input.node === 'look-up' ? 'asked' : 'forecast', params: { city: String(city) } } };
    }) });
  }
};
`;

/** name -> [npm name, plugin.json, code] */
const PACKAGES = {
  weather: ['@acme/sojourn-weather', weather, code(3)],
  weather11: ['@acme/sojourn-weather', weather11, code(4)],
  quiz: ['studio9-quiz', quiz, code(5)],
  shop: ['@north/sojourn-shop', shop, SHOP_CODE],
};

/** The packages, each signed by its publisher. `packaging` is the module @sojourn/packaging, built or from its sources. */
export async function samplePlugins(packaging) {
  const keys = new Map();
  const made = {};
  for (const [name, [npm, manifest, bundle]] of Object.entries(PACKAGES)) {
    const publisher = manifest.id.split('.')[0];
    if (!keys.has(publisher)) keys.set(publisher, packaging.generateKey());
    const files = new Map([
      [
        'package.json',
        JSON.stringify({
          name: npm,
          version: manifest.version,
          description: manifest.description.en,
          keywords: ['sojourn-plugin'],
        }),
      ],
      ['plugin.json', JSON.stringify(manifest)],
      ['dist/plugin.js', bundle],
      ['README.md', `# ${manifest.title.en}\n`],
    ]);
    if (manifest.icons) {
      files.set(manifest.icons.light, svg('#e8a33d', '#3f74b5'));
      files.set(manifest.icons.dark, svg('#f2b95c', '#8dbbea'));
    }
    const bytes = new Map([...files].map(([path, text]) => [path, Buffer.from(text)]));
    const about = { plugin: manifest.id, version: manifest.version, files: packaging.fileHashes(bytes) };
    const signature = packaging.signPackage(about, keys.get(publisher).privateKey);
    made[name] = await packaging.pack(new Map([...files, [packaging.SIGNATURE_FILE, JSON.stringify(signature)]]));
  }
  return made;
}
