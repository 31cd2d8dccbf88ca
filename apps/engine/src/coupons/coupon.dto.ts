import { Choice, Int, Moment, Nested, NestedList, Text, TextList } from '../http/fields.js';
import { ContactName } from '../journeys/journey.dto.js';

export class NewCouponPool {
  @Text({ max: 100 }) name!: string;
  @Text({ optional: true, min: 0, max: 1_000 }) description?: string;
  @Int({ optional: true, min: 1, max: 1_000, description: 'How many one contact may hold; default 1.' })
  perContactLimit?: number;
  @Moment({ optional: true, nullable: true, description: 'Nothing is issued before.' }) validFrom?: number | null;
  @Moment({ optional: true, nullable: true, description: 'Nothing is issued, and no code is valid, after.' })
  validUntil?: number | null;
  @Int({
    optional: true,
    nullable: true,
    min: 1,
    max: 3_650,
    description: 'A code expires so many days after it was issued.',
  })
  validDays?: number | null;
}

export class CouponPoolChange {
  @Text({ optional: true, max: 100 }) name?: string;
  @Text({ optional: true, min: 0, max: 1_000 }) description?: string;
  @Int({ optional: true, min: 1, max: 1_000 }) perContactLimit?: number;
  @Moment({ optional: true, nullable: true }) validFrom?: number | null;
  @Moment({ optional: true, nullable: true }) validUntil?: number | null;
  @Int({ optional: true, nullable: true, min: 1, max: 3_650 }) validDays?: number | null;
  @Choice(['open', 'closed'], { optional: true }) state?: 'open' | 'closed';
}

export class CouponStock {
  @Int() total!: number;
  @Int() free!: number;
  @Int({ description: 'Handed out and not yet redeemed.' }) issued!: number;
  @Int() redeemed!: number;
}

export class CouponPoolView {
  @Int() id!: number;
  @Text() name!: string;
  @Text({ min: 0, max: 1_000 }) description!: string;
  @Int() perContactLimit!: number;
  @Moment({ nullable: true }) validFrom!: number | null;
  @Moment({ nullable: true }) validUntil!: number | null;
  @Int({ nullable: true }) validDays!: number | null;
  @Choice(['open', 'closed']) state!: 'open' | 'closed';
  @Nested(() => CouponStock) stock!: CouponStock;
  @Moment() createdAt!: number;
}

export class CouponPoolList {
  @NestedList(() => CouponPoolView) items!: CouponPoolView[];
}

export class GenerateCodes {
  @Int({ min: 1, max: 100_000 }) count!: number;
  @Text({
    optional: true,
    min: 0,
    max: 20,
    pattern: /^[A-Za-z0-9_-]*$/,
    patternText: 'must be letters, digits, - and _',
  })
  prefix?: string;
  @Int({ optional: true, min: 6, max: 32, description: 'Characters after the prefix; default 10.' }) length?: number;
}

/** Either codes of the shop's own, or an order to generate some. */
export class NewCodes {
  @TextList({ optional: true, max: 64, minItems: 1, maxItems: 100_000 }) codes?: string[];
  @Nested(() => GenerateCodes, { optional: true }) generate?: GenerateCodes;
}

export class CodesAdded {
  @Int() added!: number;
  @Int({ description: 'Already in the pool, or twice in the list.' }) duplicates!: number;
}

export class CodeQuery {
  @Choice(['free', 'issued', 'redeemed'], { optional: true }) state?: string;
  @Text({ optional: true, max: 64 }) cursor?: string;
}

export class CouponCodeView {
  @Int() id!: number;
  @Text() code!: string;
  @Choice(['free', 'issued', 'redeemed']) state!: string;
  @Nested(() => ContactName, { nullable: true }) contact!: ContactName | null;
  @Moment({ nullable: true }) issuedAt!: number | null;
  @Moment({ nullable: true }) expiresAt!: number | null;
  @Moment({ nullable: true }) redeemedAt!: number | null;
}

export class CouponCodePage {
  @NestedList(() => CouponCodeView) items!: CouponCodeView[];
  @Text({ nullable: true }) next!: string | null;
}

export class RedeemRequest {
  @Text({ max: 64 }) code!: string;
}
