/** Every address of the studio, in one place; ids are numbers from the engine. */
export const paths = {
  home: '/',
  signIn: '/sign-in',
  journeys: '/journeys',
  journey: (id: number) => `/journeys/${id}`,
  journeyNode: (id: number, nodeId: string) => `/journeys/${id}?node=${encodeURIComponent(nodeId)}`,
  contacts: '/contacts',
  contactsWithTag: (tag: string) => `/contacts?tag=${encodeURIComponent(tag)}`,
  contact: (id: number) => `/contacts/${id}`,
  segments: '/segments',
  coupons: '/incentives/coupons',
  coupon: (id: number) => `/incentives/coupons/${id}`,
  collectibles: '/incentives/collectibles',
  collectible: (id: number) => `/incentives/collectibles/${id}`,
  inbox: '/inbox',
  settings: '/settings',
  settingsPage: (page: 'workspace' | 'mail' | 'api-keys' | 'account') => `/settings/${page}`,
} as const;
