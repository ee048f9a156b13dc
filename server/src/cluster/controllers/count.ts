/** A count as the API writes those that it marks `omitempty`: 0 is left out. */
export function positive<K extends string>(name: K, count: number): { [key in K]?: number } {
  return count > 0 ? ({ [name]: count } as { [key in K]?: number }) : {};
}
