/** No vowels and nothing that looks like another letter. Source: apimachinery/pkg/util/rand/rand.go */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
const suffixLength = 5;
const longestBase = 63 - suffixLength;

/** `<base>` cut to 58 characters and five random letters. Source: apiserver/pkg/storage/names/generate.go */
export function generateName(base: string, below: (bound: number) => number): string {
  let suffix = '';
  for (let i = 0; i < suffixLength; i += 1) suffix += alphabet.charAt(below(alphabet.length));
  return base.slice(0, longestBase) + suffix;
}

/** A random (version 4) uuid from the simulation's own randomness. */
export function generateUid(below: (bound: number) => number): string {
  const hex = (digits: number): string => {
    let text = '';
    for (let i = 0; i < digits; i += 1) text += below(16).toString(16);
    return text;
  };
  const variant = (8 + below(4)).toString(16);
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${variant}${hex(3)}-${hex(12)}`;
}
