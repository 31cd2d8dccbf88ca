/** What calls a piece of work again and again. */
export interface Rounds {
  /** The work is wanted now; while a round runs, another one follows it. */
  wake(): void;
  /** No further round; answers when the present one is over. */
  stop(): Promise<void>;
}

export interface RoundsOptions {
  /** At the latest so long after a round comes the next, unless the round itself asks for an earlier one. */
  readonly pollMs: number;
  readonly onError: (error: unknown) => void;
}

/** Calls `work` at once, when woken, and at least every `pollMs`; never twice at the same time. Work that fails is called again. */
export function startRounds(work: () => Promise<number | void>, { pollMs, onError }: RoundsOptions): Rounds {
  let wanted = false;
  let stopped = false;
  let rouse: (() => void) | undefined;
  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const loop = (async () => {
    while (!stopped) {
      wanted = false;
      let pause = pollMs;
      try {
        pause = Math.max(0, Math.min(pollMs, (await work()) ?? pollMs));
      } catch (error) {
        onError(error);
      }
      if (!wanted && !stopped) await rest(pause);
    }
  })();
  return {
    wake() {
      wanted = true;
      rouse?.();
    },
    async stop() {
      stopped = true;
      rouse?.();
      await loop;
    },
  };
}
