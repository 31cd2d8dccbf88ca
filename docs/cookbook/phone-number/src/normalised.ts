export type Region = 'CN' | 'HK' | 'MO' | 'TW';

export interface Tidy {
  /** E.164: `+8613800000001`. */
  readonly number: string;
  readonly kind: 'mobile' | 'landline';
}

interface Plan {
  readonly code: string;
  /** What a number of this region looks like without its code and without a leading zero. */
  readonly mobile: RegExp;
  readonly landline: RegExp;
}

const PLANS: { readonly [R in Region]: Plan } = {
  CN: { code: '86', mobile: /^1[3-9]\d{9}$/, landline: /^(?:10|2\d|[3-9]\d{2})\d{7,8}$/ },
  HK: { code: '852', mobile: /^[4-79]\d{7}$/, landline: /^[23]\d{7}$/ },
  MO: { code: '853', mobile: /^6\d{7}$/, landline: /^28\d{6}$/ },
  TW: { code: '886', mobile: /^9\d{8}$/, landline: /^[2-8]\d{7,8}$/ },
};

/** Dial-through prefixes of long-distance carriers that people still have in their address books. */
const THROUGH = /^(?:17951|12593|17911)(?=1[3-9])/;

/** One form for whatever people write; undefined when it is no number of the region it names, or of the given one. */
export function normalised(written: string, region: Region): Tidy | undefined {
  const digits = written
    .normalize('NFKC') // full-width digits
    .replace(/(?:转|ext\.?|x).*$/i, '') // an extension is nobody's own number
    .replaceAll(/[\s().-]/g, '')
    .replace(/^00/, '+');
  if (!/^\+?\d{6,18}$/.test(digits)) return undefined;
  if (digits.startsWith('+')) {
    const abroad = Object.values(PLANS).find(({ code }) => digits.startsWith(`+${code}`));
    return abroad && inPlan(abroad, digits.slice(abroad.code.length + 1));
  }
  const plan = PLANS[region];
  const own = inPlan(plan, digits.replace(THROUGH, ''));
  // 8613800000001: the code without its plus.
  return own ?? (digits.startsWith(plan.code) ? inPlan(plan, digits.slice(plan.code.length)) : undefined);
}

function inPlan({ code, mobile, landline }: Plan, national: string): Tidy | undefined {
  const bare = national.replace(/^0/, '');
  const kind = mobile.test(bare) ? 'mobile' : landline.test(bare) ? 'landline' : undefined;
  return kind && { number: `+${code}${bare}`, kind };
}
