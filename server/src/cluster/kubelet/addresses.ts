import type { Node } from '../../kubernetes/api.ts';

/** Addresses of a node's /24 that pods may have. */
const firstAddress = 2;
const lastAddress = 254;
const addressesPerRange = lastAddress - firstAddress + 1;

/**
 * The pod addresses in use on one node. A node gives out the third octet's addresses of its /24; more pods than these go on
 * in the next second octet, so that addresses stay unique in the cluster: second and fourth octet make up an address's place.
 */
export class AddressUse {
  /** How many pods are at a place: two, for a moment, where a pod outlived its node's absence. */
  private readonly places = new Map<number, number>();
  private highest = -1;

  take(ip: string): void {
    const place = placeOf(ip);
    this.places.set(place, (this.places.get(place) ?? 0) + 1);
    this.highest = Math.max(this.highest, place);
  }

  release(ip: string): void {
    const place = placeOf(ip);
    const left = (this.places.get(place) ?? 0) - 1;
    if (left > 0) this.places.set(place, left);
    else this.places.delete(place);
    if (this.places.size === 0) this.highest = -1;
    while (this.highest >= 0 && !this.places.has(this.highest)) this.highest -= 1;
  }

  /**
   * The address after the last one in use, as the host-local plug-in goes round; the lowest free one after the range's end
   * while there is one.
   */
  next(node: Node): string {
    const [first = 10, second = 244, third = 0] = (node.spec?.podCIDR ?? '').split(/[./]/).map(Number);
    const base = second * addressesPerRange;
    let place = Math.max(this.highest + 1, base);
    if (place - base >= addressesPerRange && this.places.size < addressesPerRange) {
      place = base;
      while (this.places.has(place)) place += 1;
    }
    const index = place % addressesPerRange;
    return `${first}.${Math.floor(place / addressesPerRange)}.${third}.${firstAddress + index}`;
  }
}

function placeOf(ip: string): number {
  const [, second, , fourth] = ip.split('.');
  return Number(second) * addressesPerRange + Number(fourth) - firstAddress;
}
