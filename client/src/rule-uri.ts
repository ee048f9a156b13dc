import * as vscode from 'vscode';

export const ruleScheme = 'drydock-rule';

/** The address of a rule's page in the editor; of the list of all rules without one. */
export function ruleUri(rule: string | undefined): vscode.Uri {
  return vscode.Uri.from({ scheme: ruleScheme, path: `/${rule ?? 'rules'}.md` });
}

/** null: the list of all rules. */
export function ruleOf({ path }: vscode.Uri): string | null {
  const name = path.replace(/^\//, '').replace(/\.md$/, '');
  return name === 'rules' ? null : name;
}

/** A click on the rule's name behind a diagnostic opens its page in the editor, not a browser. */
export function linkToRulePage(diagnostic: vscode.Diagnostic): vscode.Diagnostic {
  const { code } = diagnostic;
  const value = typeof code === 'object' ? code.value : code;
  if (value !== undefined) diagnostic.code = { value, target: ruleUri(String(value)) };
  return diagnostic;
}
