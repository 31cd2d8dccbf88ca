/** The name a person is shown by: their own, else the e-mail, else the workspace's own name for them. `c` is the contact's alias. */
export const displayName = (c: string): string => `COALESCE(NULLIF(${c}.name, ''), ${c}.email, ${c}.external_id)`;

/** A pattern for LIKE ... ESCAPE '!' that finds the text anywhere, in lower case. */
export function containing(text: string): string {
  return `%${text.toLowerCase().replaceAll(/[!%_]/g, (sign) => `!${sign}`)}%`;
}
