import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FromCaller, type Caller } from '../accounts/caller.js';
import { IdParam, Operation, WithId } from '../http/operation.js';
import {
  CodeQuery,
  CodesAdded,
  CouponCodePage,
  CouponCodeView,
  CouponPoolChange,
  CouponPoolList,
  CouponPoolView,
  NewCodes,
  NewCouponPool,
  RedeemRequest,
} from './coupon.dto.js';
import { CouponService } from './coupon.service.js';

const MISSING = '`coupon.pool-not-found`: this workspace has no such pool.';

@ApiTags('coupons')
@Controller('api/coupon-pools')
export class CouponsController {
  readonly #coupons: CouponService;

  constructor(coupons: CouponService) {
    this.#coupons = coupons;
  }

  @Get()
  @Operation({ summary: 'Coupon pools with their stock', access: 'viewer', returns: CouponPoolList })
  listCouponPools(@FromCaller() caller: Caller): Promise<CouponPoolList> {
    return this.#coupons.list(caller.workspaceId);
  }

  @Post()
  @Operation({ summary: 'Create a coupon pool', access: 'editor', returns: CouponPoolView, status: 201 })
  createCouponPool(@FromCaller() caller: Caller, @Body() body: NewCouponPool): Promise<CouponPoolView> {
    return this.#coupons.create(caller.workspaceId, body);
  }

  @Get(':id')
  @WithId()
  @Operation({ summary: 'A coupon pool', access: 'viewer', returns: CouponPoolView, fails: { 404: MISSING } })
  getCouponPool(@FromCaller() caller: Caller, @IdParam() id: number): Promise<CouponPoolView> {
    return this.#coupons.view(caller.workspaceId, id);
  }

  @Patch(':id')
  @WithId()
  @Operation({
    summary: 'Change, open or close a pool',
    access: 'editor',
    returns: CouponPoolView,
    fails: { 404: MISSING },
  })
  changeCouponPool(
    @FromCaller() caller: Caller,
    @IdParam() id: number,
    @Body() body: CouponPoolChange,
  ): Promise<CouponPoolView> {
    return this.#coupons.change(caller.workspaceId, id, body);
  }

  @Post(':id/codes')
  @WithId()
  @Operation({
    summary: 'Add codes, imported or generated',
    access: 'editor',
    returns: CodesAdded,
    status: 201,
    fails: { 404: MISSING },
  })
  addCouponCodes(@FromCaller() caller: Caller, @IdParam() id: number, @Body() body: NewCodes): Promise<CodesAdded> {
    return this.#coupons.addCodes(caller.workspaceId, id, body);
  }

  @Get(':id/codes')
  @WithId()
  @Operation({ summary: 'Codes of a pool', access: 'viewer', returns: CouponCodePage, fails: { 404: MISSING } })
  listCouponCodes(
    @FromCaller() caller: Caller,
    @IdParam() id: number,
    @Query() query: CodeQuery,
  ): Promise<CouponCodePage> {
    return this.#coupons.codes(caller.workspaceId, id, query);
  }

  @Post(':id/redeem')
  @WithId()
  @Operation({
    summary: 'Redeem a code at the till',
    access: 'editor',
    returns: CouponCodeView,
    fails: {
      404: '`coupon.code-not-found`',
      409: '`coupon.not-issued`, `coupon.already-redeemed` or `coupon.expired`',
    },
  })
  redeemCoupon(
    @FromCaller() caller: Caller,
    @IdParam() id: number,
    @Body() body: RedeemRequest,
  ): Promise<CouponCodeView> {
    return this.#coupons.redeem(caller.workspaceId, id, body.code);
  }
}
