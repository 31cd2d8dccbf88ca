/* eslint-disable */ export class CouponService { [k: string]: any }
