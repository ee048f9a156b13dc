import { createRandom, type Random } from '../../server/src/cluster/engine/random.ts';

/** Ways to draw at random. */
export class Draw {
  private readonly random: Random;

  constructor(seed: number) {
    this.random = createRandom(seed).stream('swarm');
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + this.random.below(most - least + 1);
  }

  chance(probability: number): boolean {
    return this.random.next() < probability;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.random.below(from.length)] as T;
  }

  /** What is given, or nothing of it. */
  perhaps<T extends object>(probability: number, make: () => T): T | Record<string, never> {
    return this.chance(probability) ? make() : {};
  }

  list<T>(length: number, make: (index: number) => T): T[] {
    return Array.from({ length }, (_, index) => make(index));
  }
}
