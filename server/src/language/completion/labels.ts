import type { JsonObject } from '../../workspace/index.ts';
import type { CompletionSite } from './site.ts';

export type Labels = Readonly<Record<string, string>>;

/** The labels of the pods that the object at the cursor itself makes. */
export function ownTemplateLabels({ object }: CompletionSite): readonly Labels[] | undefined {
  const spec = object.spec as JsonObject | null | undefined;
  const template = spec?.template as { readonly metadata?: { readonly labels?: unknown } | null } | null | undefined;
  const labels = template?.metadata?.labels;
  return isLabels(labels) ? [labels] : undefined;
}

/** The labels of all pods in the namespace that the workspace's workloads make. */
export function workspaceLabels({ language, namespace }: CompletionSite): readonly Labels[] {
  return language.workspace.objects
    .podTemplates()
    .filter((use) => use.namespace === namespace)
    .map(({ labels }) => labels);
}

export function isLabels(value: unknown): value is Labels {
  return typeof value === 'object' && value !== null && Object.values(value).every((each) => typeof each === 'string');
}
