/** What the engine counts of itself, over all lives of all processes: a process that dies takes its counters along. */
export interface Scraper {
  /** Looks a last time and answers the sums. */
  stop(): Promise<Readonly<Record<string, number>>>;
}

const EVERY_MS = 400;
const COUNTERS = {
  fencedOut: 'sojourn_fenced_out_total',
  epochLost: 'sojourn_shards_lost_total',
  unknownCommits: 'sojourn_unknown_commits_total',
  batchBisected: 'sojourn_bisected_total',
  quarantined: 'sojourn_quarantined_total',
} as const;

/** Reads `/metrics` of these ports again and again; what a life counted after its last look is missed. */
export function startScraper(ports: readonly number[]): Scraper {
  const sums: Record<string, number> = Object.fromEntries(Object.keys(COUNTERS).map((name) => [name, 0]));
  const last = new Map<string, number>();

  const look = async (port: number): Promise<void> => {
    const text = await fetch(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(1_000) }).then((answer) => answer.text(), () => ''); // prettier-ignore
    for (const [name, metric] of Object.entries(COUNTERS)) {
      const found = new RegExp(`^${metric} (\\S+)$`, 'm').exec(text);
      if (!found) continue;
      const value = Number(found[1]);
      const before = last.get(`${port} ${name}`) ?? 0;
      // Less than before: another life, which began at nothing.
      sums[name] = (sums[name] ?? 0) + (value >= before ? value - before : value);
      last.set(`${port} ${name}`, value);
    }
  };
  const lookAtAll = (): Promise<unknown> => Promise.all(ports.map(look));
  const timer = setInterval(() => void lookAtAll(), EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await lookAtAll();
      return sums;
    },
  };
}
