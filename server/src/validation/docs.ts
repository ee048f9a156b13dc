import type { Severity } from './rule.ts';

/** What a documentation page is made of: a rule about one object or about the workspace. */
export interface DocumentedRule {
  readonly id: string;
  readonly covers: readonly string[];
  readonly summary: string;
  readonly docs: string;
  readonly severity: Severity;
  readonly on?: string | readonly string[];
  readonly fix?: unknown;
}

const consequences: Readonly<Record<Severity, string>> = {
  error: 'The API server refuses the object.',
  warning: 'The API server accepts the object; it warns, or something fails later on.',
  information: 'The API server accepts the object.',
};

/** The documentation page of a rule, in Markdown, from what stands in the rule's own file. */
export function documentRule(rule: DocumentedRule): string {
  const looksAt = [rule.on ?? []].flat().map((type) => `\`${type}\``);
  const lines = [
    `# ${rule.id}`,
    '',
    rule.summary,
    '',
    `- **Severity**: ${rule.severity}. ${consequences[rule.severity]}`,
    looksAt.length === 0 ? '- **Looks at**: all objects of the workspace' : `- **Looks at**: ${looksAt.join(', ')}`,
    `- **Quick fix**: ${rule.fix === undefined ? 'no' : 'yes, where the repair is obvious'}`,
    ...(rule.covers.length === 0 ? [] : [`- **Checklist**: ${rule.covers.join(', ')}`]),
    '',
    `[Kubernetes documentation](${rule.docs})`,
    '',
  ];
  return lines.join('\n');
}

/** The page that lists all rules, each with a link to its own page. */
export function documentRules(rules: readonly DocumentedRule[]): string {
  const rows = [...rules]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((rule) => `| [${rule.id}](${rule.id}.md) | ${rule.severity} | ${rule.summary.replaceAll('|', '\\|')} |`);
  return ['# Rules', '', '| Rule | Severity | What it says |', '|---|---|---|', ...rows, ''].join('\n');
}
