import { UserError } from '@sojourn/kernel';

export function noSuchNode(node: string): UserError {
  return new UserError(`The journey has no node ${node}. It may have been removed: open the journey again.`, {
    code: 'workbench.node-not-found',
    status: 404,
    details: { node },
  });
}

export function notCode(node: string): UserError {
  return new UserError(`The node ${node} is not a code node. Choose one that holds a script.`, {
    code: 'workbench.not-code',
    status: 422,
    details: { node },
  });
}
