import { Inject, Injectable } from '@nestjs/common';
import { schemaIssues } from '@sojourn/journey';
import { UserError, type Clock } from '@sojourn/kernel';
import type { CredentialSpec } from '@sojourn/plugin-sdk';
import { recordAudit, users, type Database } from '@sojourn/storage';
import type { Caller } from '../../accounts/caller.js';
import { CLOCK, DATABASE, PLUGIN_HOST } from '../../ports.js';
import type { Bundle } from '../bundle.js';
import { testCredential } from '../credential-test.js';
import type { PluginHost } from '../plugin-host.js';
import type { CredentialTest, CredentialView } from './credentials.dto.js';
import { installedBundle } from './refusals.js';

const LONGEST = 8_192;

/** Secrets of a workspace for its plugins: entered, replaced, tested and removed; never read. */
@Injectable()
export class PluginCredentialService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PLUGIN_HOST) private readonly host: PluginHost,
  ) {}

  async list(workspaceId: number, plugin: string): Promise<CredentialView[]> {
    const { manifest } = await installedBundle(this.host, workspaceId, plugin);
    return Promise.all((manifest.credentials ?? []).map((spec) => this.#view(workspaceId, plugin, spec)));
  }

  async one(workspaceId: number, plugin: string, name: string): Promise<CredentialView> {
    return this.#view(workspaceId, plugin, (await this.#spec(workspaceId, plugin, name)).spec);
  }

  async enter(
    caller: Caller,
    plugin: string,
    name: string,
    values: Readonly<Record<string, string>>,
  ): Promise<CredentialView> {
    const { spec } = await this.#spec(caller.workspaceId, plugin, name);
    held(spec, values);
    const stored = { values, at: this.clock.now(), by: caller.userId };
    await this.database.inTransaction(async (tx) => {
      await this.host.credentials.write(tx, caller.workspaceId, plugin, name, stored);
      await this.#audit(tx, caller, 'entered', plugin, name);
    });
    return this.#view(caller.workspaceId, plugin, spec);
  }

  async remove(caller: Caller, plugin: string, name: string): Promise<void> {
    await this.#spec(caller.workspaceId, plugin, name);
    await this.database.inTransaction(async (tx) => {
      await this.host.credentials.write(tx, caller.workspaceId, plugin, name, null);
      await this.#audit(tx, caller, 'removed', plugin, name);
    });
  }

  /** Makes the manifest's test request with what was entered; a refusal is an answer, not an error. */
  async test(workspaceId: number, plugin: string, name: string): Promise<CredentialTest> {
    const { spec, bundle } = await this.#spec(workspaceId, plugin, name);
    const values = await this.host.credentials.values(workspaceId, plugin, name);
    const granted = this.host.library.granted(workspaceId, bundle.pin);
    return testCredential(this.host.agents, { spec, values, asked: bundle.manifest.capabilities ?? [], granted });
  }

  async #spec(workspaceId: number, plugin: string, name: string): Promise<{ spec: CredentialSpec; bundle: Bundle }> {
    const bundle = await installedBundle(this.host, workspaceId, plugin);
    const spec = bundle.manifest.credentials?.find((one) => one.name === name);
    if (!spec)
      throw new UserError(`The plugin ${plugin} uses no credential ${name.slice(0, 64)}.`, {
        code: 'plugin-host.no-credential',
        status: 404,
        details: { plugin, name: name.slice(0, 64) },
      });
    return { spec, bundle };
  }

  async #view(workspaceId: number, plugin: string, spec: CredentialSpec): Promise<CredentialView> {
    const stored = await this.host.credentials.read(workspaceId, plugin, spec.name);
    const { name, title, help = null, fields, hosts, test } = spec;
    const by = stored?.by == null ? undefined : await users.byId(this.database.read, stored.by);
    return {
      name,
      title,
      help,
      fields,
      hosts,
      hasTest: test !== undefined,
      setAt: stored?.at ?? null,
      setBy: by?.name ?? null,
    };
  }

  async #audit(
    tx: Parameters<typeof recordAudit>[0],
    caller: Caller,
    what: string,
    plugin: string,
    name: string,
  ): Promise<void> {
    const { workspaceId, userId, apiKeyId } = caller;
    await recordAudit(tx, {
      workspaceId,
      userId,
      apiKeyId,
      at: this.clock.now(),
      action: `plugin-credential.${what}`,
      subject: `plugin ${plugin}`,
      details: { name },
    });
  }
}

/** The values as the manifest's schema wants them: texts, within one line, none that it does not know. */
function held({ fields }: CredentialSpec, values: Readonly<Record<string, string>>): void {
  const issues = schemaIssues({ ...fields, additionalProperties: false }, { ...values }, 'config', '');
  const broken = Object.entries(values).find(
    ([, value]) => typeof value !== 'string' || value.length > LONGEST || /[\r\n\0]/.test(value),
  );
  if (issues.length === 0 && !broken) return;
  throw new UserError('The credential is not as the plugin describes it. Check the marked fields.', {
    code: 'plugin-host.credential-invalid',
    status: 422,
    // Pointers and rules; never what was entered.
    details: {
      issues: broken
        ? [{ pointer: `/${broken[0].slice(0, 64)}`, code: 'type' }]
        : issues.map(({ pointer, code }) => ({ pointer, code })),
    },
  });
}
