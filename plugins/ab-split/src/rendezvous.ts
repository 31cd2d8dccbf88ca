export interface Arm {
  readonly id: string;
  readonly label: string;
  /** A positive integer; shares are weights over their sum. */
  readonly weight: number;
}

/**
 * Weighted rendezvous: each arm draws a number u in [0, 1) for the contact and waits -ln(u) / weight; the shortest wait wins.
 * An arm's chance is its weight over the sum of weights, and when one weight changes, contacts move only into that arm (it
 * grew) or only out of it (it shrank), never between the others. An added arm takes its share from all, a removed one gives its
 * contacts to all. Source: the race of exponential variables; Schindelhauer and Schomaker, "Weighted Distributed Hash Tables", 2005.
 */
export function armFor(
  arms: readonly Arm[],
  drawOf: (armId: string) => number,
): { readonly arm: Arm; readonly draw: number } {
  const race = arms.map((arm) => {
    const draw = drawOf(arm.id);
    return { arm, draw, time: -Math.log(draw) / arm.weight };
  });
  // The schema asks for at least two arms. At equal times (one in billions) the earlier arm wins.
  return race.reduce((winner, one) => (one.time < winner.time ? one : winner));
}
