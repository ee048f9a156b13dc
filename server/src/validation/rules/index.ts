import type { Rule, WorkspaceRule } from '../rule.ts';
import metadataLabels from './metadata-labels.ts';

/** Every rule about one object, in the order in which findings are reported. */
export const rules: readonly Rule[] = [metadataLabels];

/** Every rule about several objects. */
export const workspaceRules: readonly WorkspaceRule[] = [];
