import type { Chip } from '../model/verdict.ts';

export function VerdictChip({ chip }: { readonly chip: Chip }) {
  return (
    <span class={`chip ${chip.state}`}>
      <span aria-hidden="true">{chip.mark}</span> {chip.text}
    </span>
  );
}
