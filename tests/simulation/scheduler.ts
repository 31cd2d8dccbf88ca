import { seededRandom, type Random } from '@sojourn/kernel';

/** A call of a process that waits for its turn. */
export interface Turn {
  readonly process: string;
  readonly call: string;
  go(): void;
}

/**
 * Decides whose call goes on next. One call goes on at a time, until every process waits for a turn, rests or is done: so
 * a seed fixes everything that happens.
 */
export class Scheduler {
  readonly #random: Random | undefined;
  #waiting: Turn[] = [];
  #last = '';

  /** `dice` 0: a process goes on until it rests. */
  constructor(dice: number) {
    this.#random = dice === 0 ? undefined : seededRandom(dice);
  }

  /** Waits until it is this call's turn; for ever when its process was stopped. */
  turn(process: string, call: string): Promise<void> {
    return new Promise((go) => this.#waiting.push({ process, call, go }));
  }

  /** Forgets the calls of a process that is gone. */
  drop(process: string): void {
    this.#waiting = this.#waiting.filter((turn) => turn.process !== process);
  }

  /** Lets one call go on; false when none waits. */
  async step(mayGo: (turn: Turn) => boolean): Promise<boolean> {
    const ready = this.#waiting.filter(mayGo);
    if (ready.length === 0) return false;
    const turn = this.#pick(ready);
    this.#waiting.splice(this.#waiting.indexOf(turn), 1);
    this.#last = turn.process;
    turn.go();
    await quiet();
    return true;
  }

  #pick(ready: readonly Turn[]): Turn {
    const [first] = ready as [Turn]; // never empty
    if (this.#random) return this.#random.pick(ready);
    return ready.find(({ process }) => process === this.#last) ?? first;
  }
}

/** Everything that can go on without a turn has gone on. */
export function quiet(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}
