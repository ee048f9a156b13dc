export function collectDescriptions(structure: object): {
  descriptions: Record<string, string>;
  /** Fields of the structure, and how many of them have a description. */
  wanted: number;
  found: number;
  missing: string[];
};
