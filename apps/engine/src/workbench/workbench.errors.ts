import { UserError, type Issue } from '@sojourn/kernel';

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

export function badManifest(issues: readonly Issue[]): UserError {
  return new UserError(`The plugin.json has errors: ${issues[0]?.message.en ?? 'see the list'}`, {
    code: 'workbench.bad-manifest',
    status: 422,
    details: { issues },
  });
}

export function noSuchType(type: string): UserError {
  return new UserError(`There is no node ${type} here. Install its plugin, or look at the types in the manifest.`, {
    code: 'workbench.type-not-found',
    status: 404,
    details: { type },
  });
}

export function noCode(type: string): UserError {
  return new UserError(`The node ${type} has code, which did not come along. Send the bundle as code.`, {
    code: 'workbench.no-code',
    status: 422,
    details: { type },
  });
}
