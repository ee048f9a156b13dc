/** The UTF-8 bytes of a text; half a surrogate pair, which is no character, becomes the replacement character. */
export function utf8(text: string): number[] {
  const bytes: number[] = [];
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) {
      bytes.push(unit);
      continue;
    }
    const point = text.codePointAt(index) ?? 0;
    if (point > 0xffff) index += 1;
    pushWide(bytes, point >= 0xd800 && point < 0xe000 ? 0xfffd : point);
  }
  return bytes;
}

function pushWide(bytes: number[], code: number): void {
  if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
  else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
}
