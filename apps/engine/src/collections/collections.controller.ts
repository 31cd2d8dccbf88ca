import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../accounts/caller.js';
import { IdParam, Operation, WithId } from '../http/operation.js';
import { CollectionList, CollectionView, LedgerVerdict, MintPage, MintQuery, NewCollection } from './collection.dto.js';
import { CollectionService } from './collection.service.js';

const MISSING = '`collection.not-found`: this workspace has no such collection.';

@ApiTags('collections')
@Controller('api/collections')
export class CollectionsController {
  readonly #collections: CollectionService;

  constructor(collections: CollectionService) {
    this.#collections = collections;
  }

  @Get()
  @Operation({ summary: 'Collections', access: 'viewer', returns: CollectionList })
  listCollections(@FromCaller() caller: Caller): Promise<CollectionList> {
    return this.#collections.list(caller.workspaceId);
  }

  @Post()
  @Operation({ summary: 'Create a collection', access: 'editor', returns: CollectionView, status: 201 })
  createCollection(@FromCaller() caller: Caller, @Body() body: NewCollection): Promise<CollectionView> {
    return this.#collections.create(caller.workspaceId, body);
  }

  @Get(':id')
  @WithId()
  @Operation({ summary: 'A collection', access: 'viewer', returns: CollectionView, fails: { 404: MISSING } })
  getCollection(@FromCaller() caller: Caller, @IdParam() id: number): Promise<CollectionView> {
    return this.#collections.view(caller.workspaceId, id);
  }

  @Get(':id/mints')
  @WithId()
  @Operation({ summary: 'Who holds what', access: 'viewer', returns: MintPage, fails: { 404: MISSING } })
  listMints(@FromCaller() caller: Caller, @IdParam() id: number, @Query() query: MintQuery): Promise<MintPage> {
    return this.#collections.mints(caller.workspaceId, id, query.cursor);
  }

  @Get(':id/verify')
  @WithId()
  @Operation({
    summary: 'Compute the hash chain again',
    access: 'viewer',
    returns: LedgerVerdict,
    fails: { 404: MISSING },
  })
  verifyCollection(@FromCaller() caller: Caller, @IdParam() id: number): Promise<LedgerVerdict> {
    return this.#collections.verify(caller.workspaceId, id);
  }
}
