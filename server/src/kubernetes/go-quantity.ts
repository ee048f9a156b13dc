import { canonicalQuantity, parseQuantity } from './quantity.ts';

/**
 * What Go holds of a quantity after the API server stored it: a number of 64 bits with a decimal scale where that is enough,
 * else a big decimal in billionths; and the text, where reading found it canonical.
 * Source: staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go (ParseQuantity)
 */
export function dumpGoQuantity(written: string | number): string {
  const text = canonicalQuantity(written);
  const result = parseQuantity(text);
  if (!result.ok || text === '0') return dump('value:(int64)0 scale:(resource.Scale)0', '<nil>', '0', 'DecimalSI');
  const { format, nano, text: kept = '' } = result.quantity;
  const small = smallAmount(text);
  if (small) return dump(`value:(int64)${small.value} scale:(resource.Scale)${small.scale}`, '<nil>', kept, format);
  return dump('value:(int64)0 scale:(resource.Scale)0', dumpBigDecimal(nano), '', format);
}

function dump(amount: string, decimal: string, text: string, format: string): string {
  return `{i:(resource.int64Amount){${amount}} d:(resource.infDecAmount){Dec:(*inf.Dec)${decimal}} s:(string)${text} Format:(resource.Format)${format}}`;
}

const decimalSuffixes: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const binarySuffixes = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** The amount that fits 64 bits by upstream's count of digits. */
function smallAmount(text: string): { value: bigint; scale: number } | undefined {
  const [, sign = '', whole = '', fraction = '', suffix = ''] = /^([+-]?)0*([0-9]*)(?:\.([0-9]*))?(.*)$/.exec(text) ?? [];
  const digits = (whole || '0') + fraction;
  const signed = (value: bigint): bigint => (sign === '-' ? -value : value);
  const shift = 10 * (binarySuffixes.indexOf(suffix) + 1);
  if (shift > 0) {
    const precision = 15 - (whole || '0').length - Math.trunc((shift * 3) / 10) - 1;
    if (fraction !== '' || precision < 0) return undefined;
    return { value: signed(BigInt(digits) << BigInt(shift)), scale: 0 };
  }
  const scale = (decimalSuffixes[suffix] ?? Number(suffix.slice(1))) - fraction.length;
  return digits.length <= 18 && scale >= -9 ? { value: signed(BigInt(digits)), scale } : undefined;
}

const wordBits = 64n;

function dumpBigDecimal(nano: bigint): string {
  const words: string[] = [];
  for (let rest = nano < 0n ? -nano : nano; rest > 0n; rest >>= wordBits) words.push(String(BigInt.asUintN(64, rest)));
  return `{unscaled:(big.Int){neg:(bool)${nano < 0n} abs:(big.nat)[${words.join(' ')}]} scale:(inf.Scale)9}`;
}
