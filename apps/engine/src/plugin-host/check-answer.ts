import { checkDecision, type PluginNodeType } from '@sojourn/execution';
import type { Json, JsonObject } from '@sojourn/kernel';
import { covers, type Capability } from '@sojourn/plugin-sdk';
import type { ContactPatch, Decision } from '@sojourn/plugin-sdk/engine';

/** What contacts decided for themselves: only a plugin that names them may touch them, never one with a wildcard. */
const OWN_WILL = ['noMarketing', 'noPersonalisation'];

/** What a node may use: of what its manifest asks for, that which the workspace granted. */
export function capabilitiesOf(type: PluginNodeType, granted: readonly Capability[]): readonly Capability[] {
  return granted.filter((one) => type.capabilities.some((asked) => covers(asked, one)));
}

/**
 * What a plugin answered for one item, held to the contract, to its manifest and to the grant. The decision names the item of this
 * batch, whatever the answer said.
 */
export function checkedAnswer(
  answer: Json,
  key: number,
  rules: { readonly type: PluginNodeType; readonly config: JsonObject; readonly granted: readonly Capability[] },
): { readonly decision: Decision } | { readonly fault: string } {
  const { type, config, granted } = rules;
  const own = isObject(answer) ? { ...answer, item: key } : answer;
  // Writing a contact is no capability of one node: what the plugin asked for as a whole counts.
  const writes = granted.filter(({ kind }) => kind === 'contacts.write');
  const capabilities = [...capabilitiesOf(type, granted).filter(({ kind }) => kind !== 'contacts.write'), ...writes];
  const checked = checkDecision(own, { type, config, capabilities });
  if ('fault' in checked) return checked;
  const fault = faultOf(checked.decision, type, writes);
  return fault === undefined ? checked : { fault };
}

function faultOf(decision: Decision, { spec }: PluginNodeType, writes: readonly Capability[]): string | undefined {
  const patch = 'patch' in decision ? decision.patch : undefined;
  if (!patch) return undefined;
  if (writes.length === 0) return 'It changes the contact, which this workspace did not grant.';
  const fields = writes.flatMap((one) => (one.kind === 'contacts.write' ? one.fields : []));
  const willed = changedBy(patch).find(
    (name) => OWN_WILL.includes(name) && !(fields.includes(`attributes.${name}`) && spec.data.writes?.includes(`attributes.${name}`)), // prettier-ignore
  );
  return willed && `It changes attributes.${willed}, which is the contact's own decision.`;
}

function changedBy({ set = {}, unset = [] }: ContactPatch): readonly string[] {
  return [...Object.keys(set), ...unset].map((path) => path.split('.', 1)[0] ?? '');
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
