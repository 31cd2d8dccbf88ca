export function CouponPoolsPage() {
  return null;
}
