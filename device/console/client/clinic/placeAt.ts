/* @pure */

/**
 * Where an entry comes to lie that is dragged to a height: as many of the others are above it as have their middle above it.
 * `middles`: of all entries, from above to below.
 */
export const placeAt = (y: number, middles: readonly number[], from: number): number =>
  middles.filter((middle, index) => index !== from && middle < y).length;
