export function CouponPoolPage() {
  return null;
}
