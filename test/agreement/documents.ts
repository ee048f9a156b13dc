/** The documents of a stream that has nothing but `---` between them. */
export function splitText(text: string): readonly string[] {
  return text.split(/^---$/m);
}
