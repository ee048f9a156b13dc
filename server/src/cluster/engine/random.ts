/**
 * Seeded randomness in named streams, so that what one part draws never changes what another part draws.
 * sfc32 (Chris Doty-Humphrey, public domain) seeded through xmur3-like mixing.
 */
export interface Random {
  /** In [0, 1). */
  readonly next: () => number;
  /** Whole number in [0, bound). */
  readonly below: (bound: number) => number;
  /** An own stream for `name`; the same name gives the same stream. */
  stream(name: string): Random;
}

export function createRandom(seed: number): Random {
  return makeStream(seed, '');
}

function makeStream(seed: number, name: string): Random {
  const children = new Map<string, Random>();
  const next = sfc32(mix(seed, name));
  return {
    next,
    below: (bound) => Math.floor(next() * bound),
    stream(child) {
      const existing = children.get(child);
      if (existing) return existing;
      const created = makeStream(seed, `${name}/${child}`);
      children.set(child, created);
      return created;
    },
  };
}

function mix(seed: number, text: string): () => number {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  for (let i = 0; i < text.length; i += 1) state = Math.imul(state ^ text.charCodeAt(i), 0x85ebca6b) ^ (state >>> 13);
  return () => {
    state = Math.imul(state ^ (state >>> 16), 0x45d9f3b) + 0x9e3779b9;
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    return (state ^ (state >>> 12)) >>> 0;
  };
}

function sfc32(seeds: () => number): () => number {
  let a = seeds();
  let b = seeds();
  let c = seeds();
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let i = 0; i < 12; i += 1) next();
  return next;
}
