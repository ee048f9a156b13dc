import type { Json } from './rule.ts';

/** A Job's policies as the API server prints them: by the names of its own types. Source: pkg/apis/batch/types.go */

export function printFailurePolicy(policy: unknown): unknown {
  if (policy === undefined) return undefined;
  const { rules } = policy as { readonly rules?: readonly Json[] };
  return { Rules: rules?.map(printRule) ?? null };
}

export function printSuccessPolicy(policy: unknown): unknown {
  if (policy === undefined) return undefined;
  const { rules } = policy as { readonly rules?: readonly Json[] };
  const print = ({ succeededIndexes, succeededCount }: Json): Json => ({
    SucceededIndexes: succeededIndexes ?? null,
    SucceededCount: succeededCount ?? null,
  });
  return { Rules: rules?.map(print) ?? null };
}

function printRule({ action, onExitCodes, onPodConditions }: Json): Json {
  const codes = onExitCodes as Json | undefined;
  const conditions = onPodConditions as readonly Json[] | undefined;
  return {
    Action: action ?? '',
    OnExitCodes: codes
      ? { ContainerName: codes.containerName ?? null, Operator: codes.operator ?? '', Values: codes.values ?? null }
      : null,
    OnPodConditions: conditions?.map(({ type, status }) => ({ Type: type ?? '', Status: status ?? '' })) ?? null,
  };
}
