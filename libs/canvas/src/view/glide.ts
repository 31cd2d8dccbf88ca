/** How the view moves over: in so many milliseconds, or at once for those who asked for less motion. */
export function glide(milliseconds: number): { duration: number } {
  return { duration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : milliseconds };
}
