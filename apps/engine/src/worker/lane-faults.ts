import type { WorkLane } from '@sojourn/execution';
import type { Health } from '../ports.js';

/** Which lanes fail at the moment: the process is well again when the last of them is, whatever the others do meanwhile. */
export class LaneFaults {
  readonly #health: Health;
  readonly #faults = new Map<WorkLane, string>();

  constructor(health: Health) {
    this.#health = health;
  }

  failed(lane: WorkLane, reason: string): void {
    this.#faults.set(lane, reason);
    this.#tell();
  }

  /** A round of the lane ended well. */
  over(lane: WorkLane): void {
    if (this.#faults.delete(lane)) this.#tell();
  }

  #tell(): void {
    const [first] = this.#faults;
    this.#health.workerFault = first && `${first[0]}: ${first[1]}`;
  }
}
