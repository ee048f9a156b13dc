import { formatQuantity, parseQuantity } from '../quantity.ts';
import { type Edit, edits, inField } from './edit.ts';

const nanoPerMilli = 1_000_000n;

/** Amounts below a thousandth are rounded up to one; all other amounts stay as they are written. */
export const roundQuantities: Edit = (list) => {
  const rounded = Object.entries(list).map(([name, amount]) => [name, roundUp(amount)] as const);
  return rounded.every(([name, amount]) => amount === list[name]) ? list : Object.fromEntries(rounded);
};

function roundUp(amount: unknown): unknown {
  if (typeof amount !== 'string' && typeof amount !== 'number') return amount;
  const result = parseQuantity(amount);
  if (!result.ok || result.quantity.nano % nanoPerMilli === 0n) return amount;
  const { nano, format } = result.quantity;
  const magnitude = ((nano < 0n ? -nano : nano) / nanoPerMilli + 1n) * nanoPerMilli;
  return formatQuantity({ nano: nano < 0n ? -magnitude : magnitude, format });
}

export const roundResources: Edit = edits(inField('limits', roundQuantities), inField('requests', roundQuantities));
