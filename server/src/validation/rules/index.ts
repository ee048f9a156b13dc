import type { Rule, WorkspaceRule } from '../rule.ts';

/** Every rule about one object, in the order in which findings are reported. */
export const rules: readonly Rule[] = [];

/** Every rule about several objects. */
export const workspaceRules: readonly WorkspaceRule[] = [];
