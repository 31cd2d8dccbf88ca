import { Inject, Injectable } from '@nestjs/common';
import type { Clock, JsonObject, LocalText } from '@sojourn/kernel';
import { contactViews, drawings, recordAudit, type Database } from '@sojourn/storage';
import type { Caller } from '../../accounts/caller.js';
import { noSuchJourney } from '../../journeys/journey.errors.js';
import { readDraft } from '../../journeys/read-draft.js';
import { CLOCK, DATABASE, PLUGINS, type InstalledPlugins } from '../../ports.js';
import { CODE, codeConfigOf, type CodeConfig } from '../code-node.js';
import { itemsOf } from '../run/items.js';
import { SampleService } from '../run/sample.service.js';
import { WorkbenchSandbox } from '../run/workbench-sandbox.js';
import { noSuchNode, notCode } from '../workbench.errors.js';
import { madeUp } from './made-up.js';
import { promoteScript, readableIn } from './promote-script.js';
import type { PromoteRequest } from './promote.dto.js';
import { tarball } from './tarball.js';

/** Contacts of the newest that are looked at for types. */
const SAMPLE = 200;

/** Turns a code node into a plugin's project, with tests made of what the script decides today. */
@Injectable()
export class PromoteService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PLUGINS) private readonly plugins: InstalledPlugins,
    private readonly samples: SampleService,
    private readonly sandbox: WorkbenchSandbox,
  ) {}

  /** The project as a .tgz with one folder in it, named as the plugin. */
  async promote(caller: Caller, request: PromoteRequest): Promise<Buffer> {
    const { journey, node: nodeId, document, publisher, name } = request;
    const drawing = await drawings.find(this.database.read, caller.workspaceId, journey);
    if (!drawing) throw noSuchJourney(journey);
    const draft = document === undefined ? drawing.draft : readDraft(document, this.plugins.catalogue);
    const node = draft.nodes.find(({ id }) => id === nodeId);
    if (!node) throw noSuchNode(nodeId);
    if (node.type !== CODE) throw notCode(nodeId);
    const config = codeConfigOf(node);
    const samples = await this.#samples(caller.workspaceId, config, request);
    // Contacts leave the house in a file: who took them is written down.
    if (request.contacts && samples.length > 0) await this.#audit(caller, journey, nodeId, samples.length);
    const variables = (request.variables ?? {}) as JsonObject; // it came as JSON
    const items = itemsOf(samples, { at: this.clock.now(), timeZone: 'UTC', variables });
    const title = titleOf(node.title, name);
    return tarball(name, await promoteScript({ publisher, name, title, config }, items, this.sandbox));
  }

  async #samples(workspaceId: number, config: CodeConfig, { contacts, event }: PromoteRequest) {
    if (contacts) return this.samples.samples(workspaceId, contacts, event);
    const attributes = await contactViews.recentAttributes(this.database.read, workspaceId, SAMPLE);
    return madeUp(readableIn(config), attributes);
  }

  async #audit({ workspaceId, userId, apiKeyId }: Caller, journey: number, node: string, contacts: number) {
    await this.database.inTransaction((tx) =>
      recordAudit(tx, {
        workspaceId,
        userId,
        apiKeyId,
        at: this.clock.now(),
        action: 'workbench.promoted',
        subject: `journey ${journey}`,
        details: { node, contacts },
      }),
    );
  }
}

/** A person wrote the title in one language; the other gets the name, or the same. */
function titleOf(title: string | undefined, name: string): LocalText {
  const words = name.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase());
  const own = title?.trim() ? title.trim() : words;
  return /\p{Script=Han}/u.test(own) ? { en: words, 'zh-CN': own } : { en: own, 'zh-CN': own };
}
