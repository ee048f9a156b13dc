import type { Severity } from './rule.ts';

/** What a documentation page is made of: a rule about one object or about the workspace. */
export interface DocumentedRule {
  readonly id: string;
  readonly covers: readonly string[];
  readonly summary: string;
  /** Page of the Kubernetes documentation, where there is one. */
  readonly docs?: string;
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
  const looksAt =
    rule.on === undefined
      ? 'all objects of the workspace'
      : [rule.on]
          .flat()
          .map((type) => `\`${type}\``)
          .join(', ');
  const isAboutKubernetes = rule.docs !== undefined;
  const lines = [
    `# ${rule.id}`,
    '',
    rule.summary,
    '',
    `- **Severity**: ${rule.severity}.${isAboutKubernetes ? ` ${consequences[rule.severity]}` : ''}`,
    ...(looksAt === '' ? [] : [`- **Looks at**: ${looksAt}`]),
    ...(rule.fix === undefined ? [] : ['- **Quick fix**: where the repair is obvious']),
    ...(rule.docs === undefined ? [] : [`- **Kubernetes documentation**: <${rule.docs}>`]),
    '',
    '## Change or silence it',
    '',
    'For one line, with a comment above it:',
    '',
    '```yaml',
    `# drydock-disable-next-line ${rule.id}`,
    '```',
    '',
    `For one file, with \`# drydock-disable-file ${rule.id}\` anywhere in it. For all files, in \`.drydock.yaml\`:`,
    '',
    '```yaml',
    'severities:',
    `  ${rule.id}: ${rule.severity === 'warning' ? 'information' : 'warning'} # ${rule.severity === 'warning' ? 'or error, off' : 'or information, off'}`,
    '```',
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
