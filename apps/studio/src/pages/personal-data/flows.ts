import type { PersonalDataRow } from '../../api/journey-plugins.js';

/** Three columns, from left to right: fields, the steps that see them, the hosts these may call. */
export interface Flows {
  readonly fields: readonly string[];
  readonly steps: readonly PersonalDataRow[];
  readonly hosts: readonly string[];
  /** Indices into the columns. */
  readonly seen: readonly { readonly field: number; readonly step: number; readonly leaves: boolean }[];
  readonly sent: readonly { readonly step: number; readonly host: number }[];
}

/** Steps that see nothing and send nothing are left out; those whose data leaves come first. */
export function flowsOf(rows: readonly PersonalDataRow[]): Flows {
  const steps = rows
    .filter(({ reads, hosts }) => reads.length + hosts.length > 0)
    .sort((a, b) => Number(b.hosts.length > 0) - Number(a.hosts.length > 0));
  const fields = [...new Set(steps.flatMap(({ reads }) => reads))];
  const hosts = [...new Set(steps.flatMap((row) => row.hosts))];
  return {
    fields,
    steps,
    hosts,
    seen: steps.flatMap((row, step) =>
      row.reads.map((field) => ({ field: fields.indexOf(field), step, leaves: row.hosts.length > 0 })),
    ),
    sent: steps.flatMap((row, step) => row.hosts.map((host) => ({ step, host: hosts.indexOf(host) }))),
  };
}
