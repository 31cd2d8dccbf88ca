/** One hit of a search, as registries tell it. */
export interface Hit {
  readonly package?: {
    readonly name?: string;
    readonly version?: string;
    readonly description?: string;
    readonly date?: string;
    /** Verdaccio answers so for what it holds itself. */
    readonly 'dist-tags'?: { readonly latest?: string };
    readonly time?: { readonly modified?: string };
    readonly keywords?: readonly string[] | string;
    readonly publisher?: { readonly username?: string };
    readonly author?: { readonly name?: string };
  };
}

/** One page of what a registry finds; `total` is all of it with some registries, and that page alone with others. */
export type FindPage = (
  text: string,
  from: number,
  size: number,
) => Promise<{ readonly objects?: readonly Hit[]; readonly total?: number }>;

export interface SearchAsk {
  readonly text: string;
  /** Of those beside the one that all plugins have. */
  readonly keyword?: string | undefined;
  readonly page: number;
  readonly size: number;
}

/** That all plugins have. */
export const PLUGIN_KEYWORD = 'sojourn-plugin';
/** As many as npm hands out at once. */
const AT_ONCE = 250;
/** Of the registry, for one page of ours. */
const MOST_REQUESTS = 20;

/**
 * A page of the plugins that a registry finds, and how many there are. Registries differ: some know keywords in a search, some count
 * what they find, some hand out fewer than they are asked for; so their pages are read until it is known, and what is no plugin is
 * sorted out.
 */
export async function searchPlugins(
  find: FindPage,
  ask: SearchAsk,
): Promise<{ readonly hits: readonly Hit[]; readonly total: number }> {
  const known = await gathered(find, `keywords:${PLUGIN_KEYWORD} ${ask.text}`.trim(), ask);
  // Registries of one's own often know no keywords in a search: theirs are few, so they are sorted out here.
  const { found, total } = known.found.length > 0 ? known : await gathered(find, ask.text, ask);
  return { hits: found.slice(ask.page * ask.size, (ask.page + 1) * ask.size), total };
}

/** As many as are needed to know the page and the number of all. */
async function gathered(
  find: FindPage,
  text: string,
  { keyword, page, size }: SearchAsk,
): Promise<{ readonly found: readonly Hit[]; readonly total: number }> {
  const found: Hit[] = [];
  const seen = new Set<string>();
  let read = 0;
  let isSorted = keyword === undefined;
  for (let requests = 0; requests < MOST_REQUESTS; requests++) {
    const { objects = [], total = 0 } = await find(text, read, AT_ONCE);
    read += objects.length;
    const fresh = objects.filter(({ package: own }) => own?.name !== undefined && !seen.has(own.name));
    // One that hands out the same again has no other pages.
    if (fresh.length === 0) return { found, total: found.length };
    for (const hit of fresh) {
      seen.add(hit.package?.name ?? '');
      if (has(hit, PLUGIN_KEYWORD) && (keyword === undefined || has(hit, keyword))) found.push(hit);
      else isSorted = false;
    }
    // Whoever says that there is more than was read counts all.
    if (isSorted && total > read && found.length >= (page + 1) * size) return { found, total };
  }
  return { found, total: found.length };
}

const has = ({ package: own }: Hit, keyword: string): boolean => [own?.keywords ?? []].flat().includes(keyword);
