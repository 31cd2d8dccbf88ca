export type Tier = 'first' | 'new-first' | 'second';

/** Chinese name and its spelling. A table of this example: houses draw the lines where they like. */
const CITIES: { readonly [T in Tier]: string } = {
  first: '北京 beijing 上海 shanghai 广州 guangzhou 深圳 shenzhen',
  'new-first':
    '成都 chengdu 杭州 hangzhou 重庆 chongqing 武汉 wuhan 苏州 suzhou 西安 xian 南京 nanjing 长沙 changsha ' +
    '天津 tianjin 郑州 zhengzhou 东莞 dongguan 青岛 qingdao 昆明 kunming 宁波 ningbo 合肥 hefei',
  second:
    '佛山 foshan 沈阳 shenyang 无锡 wuxi 济南 jinan 厦门 xiamen 福州 fuzhou 温州 wenzhou 大连 dalian ' +
    '哈尔滨 harbin 长春 changchun 泉州 quanzhou 石家庄 shijiazhuang 南宁 nanning 金华 jinhua 贵阳 guiyang',
};

/** Every spelling -> its tier. Made once, when the bundle is loaded, and never changed. */
const TIER_OF: ReadonlyMap<string, Tier> = new Map(
  (Object.keys(CITIES) as Tier[]).flatMap((tier) => CITIES[tier].split(' ').map((name) => [name, tier] as const)),
);

export function tierOf(city: string): Tier | undefined {
  return TIER_OF.get(city.toLowerCase().replaceAll(/['\s]/g, ''));
}

/** `福建省厦门市思明区` -> `厦门`, ` Wuxi City ` -> `Wuxi`. Empty when nothing is left. */
export function cityIn(written: string): string {
  const city = written
    .normalize('NFKC')
    .trim()
    .replace(/\s+city$/i, '');
  return city.replace(/^[^市]{2,8}?(?:省|自治区)/, '').replace(/市.*$/, '');
}
