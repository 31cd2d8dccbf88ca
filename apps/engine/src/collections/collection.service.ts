import { Inject, Injectable } from '@nestjs/common';
import { UserError, type Clock, type JsonObject } from '@sojourn/kernel';
import { collections, type Database } from '@sojourn/storage';
import { idCursor, pageOf } from '../http/cursor.js';
import { invalidInput } from '../http/invalid-input.js';
import { CLOCK, DATABASE } from '../ports.js';
import type {
  ChainView,
  CollectionList,
  CollectionView,
  LedgerVerdict,
  MintPage,
  NewCollection,
} from './collection.dto.js';

const PAGE = 100;
type Line = Awaited<ReturnType<typeof collections.list>>[number];

@Injectable()
export class CollectionService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(workspaceId: number): Promise<CollectionList> {
    return { items: (await collections.list(this.database.read, workspaceId)).map(viewOf) };
  }

  async create(workspaceId: number, given: NewCollection): Promise<CollectionView> {
    const provider = given.provider ?? 'ledger';
    if (provider === 'evm' && !given.chain)
      throw invalidInput([{ pointer: '/chain', message: 'chain is needed by the provider evm' }]);
    const id = await this.database.inTransaction((tx) =>
      collections.add(tx, workspaceId, {
        name: given.name,
        description: given.description ?? '',
        imageUrl: given.imageUrl ?? '',
        provider,
        supply: given.supply ?? null,
        transferable: given.transferable ?? false,
        metadata: (given.metadata ?? {}) as JsonObject, // it came as JSON
        chain: given.chain ? ({ ...given.chain } as JsonObject) : null,
        createdAt: this.clock.now(),
      }),
    );
    return this.view(workspaceId, id);
  }

  async view(workspaceId: number, id: number): Promise<CollectionView> {
    return viewOf(await this.#find(workspaceId, id));
  }

  async mints(workspaceId: number, collectionId: number, cursor: string | undefined): Promise<MintPage> {
    await this.#find(workspaceId, collectionId);
    const found = await collections.mints(this.database.read, {
      workspaceId,
      collectionId,
      before: idCursor(cursor),
      limit: PAGE + 1,
    });
    const { rows, next } = pageOf(found, PAGE, ({ serial }) => serial);
    return {
      items: rows.map(({ contactId, contactName, ...mint }) => ({
        ...mint,
        contact: { id: contactId, name: contactName },
      })),
      next,
    };
  }

  async verify(workspaceId: number, id: number): Promise<LedgerVerdict> {
    await this.#find(workspaceId, id);
    return collections.verify(this.database.read, workspaceId, id);
  }

  async #find(workspaceId: number, id: number): Promise<Line> {
    const collection = await collections.find(this.database.read, workspaceId, id);
    if (!collection)
      throw new UserError(`There is no collection ${id} in this workspace.`, {
        code: 'collection.not-found',
        status: 404,
        details: { id },
      });
    return collection;
  }
}

function viewOf({ mintedCount, imageUrl, chain, ...line }: Line): CollectionView {
  // The column holds what the DTO of a new collection let through.
  return { ...line, imageUrl: imageUrl || null, minted: mintedCount, chain: chain as unknown as ChainView | null };
}
