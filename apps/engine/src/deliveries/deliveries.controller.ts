import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../accounts/caller.js';
import { Operation } from '../http/operation.js';
import {
  CallbackHeard,
  DeliveriesChanged,
  DeliveryCallback,
  DeliveryIds,
  DeliveryPage,
  DeliveryQuery,
  DeliverySummary,
  ReconcileRequest,
} from './delivery.dto.js';
import { DeliveryService } from './delivery.service.js';

@ApiTags('deliveries')
@Controller('api/deliveries')
export class DeliveriesController {
  readonly #deliveries: DeliveryService;

  constructor(deliveries: DeliveryService) {
    this.#deliveries = deliveries;
  }

  @Get()
  @Operation({
    summary: 'Deliveries, the latest first',
    description: 'Messages, webhook calls and mints: waiting, under way, and what became of them.',
    access: 'viewer',
    returns: DeliveryPage,
  })
  listDeliveries(@FromCaller() caller: Caller, @Query() query: DeliveryQuery): Promise<DeliveryPage> {
    return this.#deliveries.page(caller.workspaceId, query);
  }

  @Get('summary')
  @Operation({ summary: 'What is in hand, by channel', access: 'viewer', returns: DeliverySummary })
  summarizeDeliveries(@FromCaller() caller: Caller): Promise<DeliverySummary> {
    return this.#deliveries.summary(caller.workspaceId);
  }

  @Post('retry')
  @Operation({
    summary: 'Send dead and failed deliveries again',
    description:
      'They go back to the end of their queue with all attempts before them. A run that still waits is told how it ends; one that has moved on is not disturbed.',
    access: 'editor',
    returns: DeliveriesChanged,
  })
  retryDeliveries(@FromCaller() caller: Caller, @Body() { ids }: DeliveryIds): Promise<DeliveriesChanged> {
    return this.#deliveries.retry(caller, ids);
  }

  @Post('reconcile')
  @Operation({
    summary: 'Say what became of unknown deliveries',
    description: 'After a look at the provider: `delivered`, `failed`, or `send-again` under the same key.',
    access: 'editor',
    returns: DeliveriesChanged,
  })
  reconcileDeliveries(@FromCaller() caller: Caller, @Body() body: ReconcileRequest): Promise<DeliveriesChanged> {
    return this.#deliveries.reconcile(caller, body.ids, body.as);
  }

  @Post('callback')
  @Operation({
    summary: 'What a provider says of a delivery by itself',
    description:
      'By the key it was called with; late, and as often as it likes. Settles what is `unknown` too. Send it with a secret key.',
    access: 'editor',
    returns: CallbackHeard,
    fails: { 404: '`delivery.not-found`: this workspace sent nothing under that key.' },
  })
  hearDelivery(@FromCaller() caller: Caller, @Body() body: DeliveryCallback): Promise<CallbackHeard> {
    return this.#deliveries.callback(caller.workspaceId, body);
  }
}
