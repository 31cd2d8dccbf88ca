import type { Courier } from '@sojourn/execution';
import { OperationalError } from '@sojourn/kernel';
import type { House } from './house.js';

/** Puts every call of one process through the scheduler, and lets faults befall it there. */
export class Faulty {
  readonly #house: House;
  readonly #name: string;

  constructor(house: House, name: string) {
    this.#house = house;
    this.#name = name;
  }

  wrap<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (_, name) => {
        const verb: unknown = Reflect.get(port, name);
        if (typeof verb !== 'function' || typeof name !== 'string') return verb;
        return (...args: unknown[]) => this.#call(name, () => Reflect.apply(verb, port, args) as Promise<unknown>);
      },
    });
  }

  courier(courier: Courier): Courier {
    // A provider that fails says so in its answer; the process around it may stop all the same.
    const deliver: Courier['deliver'] = (...args) => this.#call('deliver', () => courier.deliver(...args), ['dies', 'dies-after', 'slow', 'slow-after']); // prettier-ignore
    return { ...courier, deliver };
  }

  async #call<T>(call: string, verb: () => Promise<T>, may?: readonly string[]): Promise<T> {
    const house = this.#house;
    await house.scheduler.turn(this.#name, call);
    const kind = house.befalls(call, may);
    switch (kind) {
      case undefined:
        return verb();
      case 'refused':
        throw failure(call, 'was refused');
      case 'lost':
        await verb();
        throw failure(call, 'was done, its answer lost');
      case 'dies':
        house.stop(this.#name);
        return never();
      case 'dies-after':
        await verb();
        house.stop(this.#name);
        return never();
      case 'slow':
        await this.#stall(call);
        return verb();
      case 'slow-after': {
        const answer = await verb();
        await this.#stall(call);
        return answer;
      }
      case 'overtaken':
        await house.overtake();
        return verb();
    }
  }

  async #stall(call: string): Promise<void> {
    this.#house.stall(this.#name);
    await this.#house.scheduler.turn(this.#name, call);
  }
}

function failure(call: string, what: string): OperationalError {
  return new OperationalError(`${call} ${what}`, { code: 'simulation.fault' });
}

/** What a stopped process waits for. */
function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined);
}
