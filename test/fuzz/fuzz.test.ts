import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { allStructures } from '../structures.ts';
import { Player } from './player.ts';

const folder = new URL('../samples/', import.meta.url);
const texts = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));

// How long it takes is for `npm run fuzz` to say: this may run beside much else.
it.each([1, 2, 3, 4, 5, 6, 7, 8])('survives random edits (seeds from %i00)', (hundred) => {
  const player = new Player(allStructures, texts, () => () => 0);
  for (let seed = hundred * 100; seed < hundred * 100 + 10; seed += 1) expect(player.play(seed), `seed ${seed}`).toBeUndefined();
});
