import type { FromPage } from '../src/features/timeline-messages.ts';

/** What the page keeps when the window is loaded anew. */
export interface Kept {
  readonly workload?: string;
  readonly groupBy?: 'revision' | 'node';
  readonly pod?: string;
  readonly speed?: number;
  readonly scope?: 'all' | 'workload' | 'pod';
  readonly warningsOnly?: boolean;
  readonly foldQuiet?: boolean;
  readonly showScores?: boolean;
}

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): Kept | undefined;
  setState(state: Kept): void;
};

const vscode = acquireVsCodeApi();

export function post(message: FromPage): void {
  vscode.postMessage(message);
}

export const kept: Kept = vscode.getState() ?? {};

export function keep(state: Kept): void {
  vscode.setState(state);
}
