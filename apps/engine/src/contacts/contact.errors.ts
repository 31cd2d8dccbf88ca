import { UserError } from '@sojourn/kernel';

export function noSuchContact(id: number): UserError {
  return new UserError(`There is no contact ${id} in this workspace. It may belong to another one.`, {
    code: 'contact.not-found',
    status: 404,
    details: { id },
  });
}
