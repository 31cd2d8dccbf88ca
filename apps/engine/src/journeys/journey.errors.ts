import { UserError } from '@sojourn/kernel';

export function noSuchJourney(id: number): UserError {
  return new UserError(`There is no journey ${id} in this workspace. It may have been deleted.`, {
    code: 'journey.not-found',
    status: 404,
    details: { id },
  });
}

export function staleRevision(revision: number): UserError {
  return new UserError('Somebody saved this journey since you opened it. Load it again and repeat your change.', {
    code: 'journey.stale-revision',
    status: 409,
    details: { revision },
  });
}

export function wrongState(name: string, state: string, wanted: string): UserError {
  return new UserError(`The journey ${name} is ${state}; only one that is ${wanted} can do this.`, {
    code: 'journey.wrong-state',
    status: 409,
    details: { name, state, wanted },
  });
}
