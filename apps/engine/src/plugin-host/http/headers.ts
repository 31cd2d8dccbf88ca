/** The connection's own: whoever sets them speaks to the proxy or to the next request, not to the server. */
const OWN = new Set(['host', 'content-length', 'transfer-encoding', 'connection', 'keep-alive', 'te', 'trailer', 'upgrade', 'expect', 'forwarded', 'via', 'accept-encoding', 'user-agent']); // prettier-ignore
/** They make another method, path or host of the one that was granted, or another sender of this machine. */
const OVERRIDES = /^(x-)?(http-)?method(-override)?$|^x-(http-)?(method|host|original|rewrite)(-|$)|^(x-real|x-client|true-client|cf-connecting|x-cluster-client)-ip$|^(proxy|x-forwarded|sec)(-|$)/; // prettier-ignore
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]{0,4096}$/;
const MOST = 30;

/** A plugin's headers, names in lower case; a text says why they cannot be sent. `reserved` belong to the host. */
export function checkedHeaders(given: unknown, reserved: ReadonlySet<string>): Record<string, string> | string {
  if (given === undefined || given === null) return {};
  if (typeof given !== 'object' || Array.isArray(given)) return 'headers must be an object of texts';
  const entries = Object.entries(given as Record<string, unknown>);
  if (entries.length > MOST) return `more than ${MOST} headers`;
  const headers: Record<string, string> = {};
  for (const [name, value] of entries) {
    const key = name.toLowerCase();
    // Some servers take the one for the other.
    const heard = key.replaceAll('_', '-');
    const shown = name.slice(0, 40).replaceAll(/[^\x21-\x7e]/g, '?');
    if (!NAME.test(name)) return `"${shown}" is no name of a header`;
    if (typeof value !== 'string' || !VALUE.test(value)) return `the value of the header "${shown}" cannot be sent`;
    if (OWN.has(heard)) return `the header "${shown}" is the connection's own`;
    if (OVERRIDES.test(heard)) return `the header "${shown}" makes another request of the one that was granted`;
    if (reserved.has(key) || reserved.has(heard)) return `the header "${shown}" is set by the host`;
    if (Object.hasOwn(headers, key)) return `the header "${shown}" comes twice`;
    headers[key] = value;
  }
  return headers;
}

/** Whether a text fits into a header as it is. */
export const fitsHeader = (value: string): boolean => VALUE.test(value);
