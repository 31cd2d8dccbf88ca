import type { WorkQueue } from '@sojourn/execution';

/**
 * The work queue of one process: an announcement runs the work soon, a poll runs it anyway, and it never runs twice
 * at once. It carries nothing, so nothing is lost with it.
 */
export function createInlineQueue(onError: (error: unknown) => void): WorkQueue {
  let wanted = false;
  let wake: (() => void) | undefined;
  const announce = (): void => {
    wanted = true;
    wake?.();
  };
  return {
    announce,
    serve(work, { pollMs }) {
      let stopped = false;
      const idle = (ms: number): Promise<void> =>
        new Promise((resolve) => {
          const timer = setTimeout(resolve, ms);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      const loop = (async () => {
        while (!stopped) {
          wanted = false;
          try {
            await work();
          } catch (error) {
            onError(error);
          }
          if (!wanted && !stopped) await idle(pollMs);
        }
      })();
      return async () => {
        stopped = true;
        wake?.();
        await loop;
      };
    },
  };
}
