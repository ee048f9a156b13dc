import * as vscode from 'vscode';
import { register } from '../commands/register.ts';
import { ruleOf, ruleScheme, ruleUri } from '../rule-uri.ts';

interface RulePages {
  /** In Markdown; null for a rule that does not exist. */
  rulePage(rule: string | null): Promise<string | null>;
}

/** The pages of the rules as read-only documents; the editor is told to show them as rendered Markdown. */
export function registerRulePages(server: RulePages): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(ruleScheme, {
      provideTextDocumentContent: async (uri) => {
        const rule = ruleOf(uri);
        return (await server.rulePage(rule)) ?? `There is no rule \`${String(rule)}\`.\n`;
      },
    }),
    register('drydock.showRules', (rule?: string) => vscode.commands.executeCommand('vscode.open', ruleUri(rule))),
  );
}
