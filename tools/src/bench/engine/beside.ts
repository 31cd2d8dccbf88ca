/** Looks of an idle lane are at least so far apart, as a queue's announcements would be. */
const BREATH_MS = 5;

/**
 * Runs lanes beside each other until all of them found nothing: a lane that is idle looks again only after another one did
 * something, as after an announcement. Each answers how much it did.
 */
export async function besideUntilIdle(lanes: readonly (() => Promise<number>)[]): Promise<void> {
  let done = 0;
  let busy = lanes.length;
  let wake: (() => void)[] = [];
  const wakeAll = (): void => {
    const sleepers = wake;
    wake = [];
    for (const waken of sleepers) waken();
  };
  const run = async (lane: () => Promise<number>): Promise<void> => {
    for (;;) {
      const seen = done;
      const did = await lane();
      if (did > 0) {
        done++;
        wakeAll();
        continue;
      }
      if (done !== seen) {
        await new Promise((resolve) => setTimeout(resolve, BREATH_MS));
        continue;
      }
      busy--;
      if (busy === 0) return wakeAll();
      await new Promise<void>((resolve) => wake.push(resolve));
      if (busy === 0) return;
      busy++;
    }
  };
  await Promise.all(lanes.map(run));
}
