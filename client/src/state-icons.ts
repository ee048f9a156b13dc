import { ThemeColor, ThemeIcon } from 'vscode';
import type { StateIcon } from '../../server/src/protocol.ts';

/** Shape and colour both tell the state, so that neither colour blindness nor a high contrast theme hides it. */
const looks: Readonly<Record<StateIcon, readonly [icon: string, color: string]>> = {
  pending: ['circle-large-outline', 'drydock.pending'],
  creating: ['sync', 'drydock.creating'],
  notReady: ['circle-large-filled', 'drydock.notReady'],
  ready: ['pass-filled', 'drydock.ready'],
  succeeded: ['check', 'drydock.succeeded'],
  failed: ['error', 'drydock.failed'],
  terminating: ['trash', 'drydock.terminating'],
  ok: ['server-environment', 'drydock.ready'],
  warning: ['warning', 'drydock.notReady'],
  error: ['error', 'drydock.failed'],
  cordoned: ['circle-slash', 'drydock.pending'],
};

export function stateIcon(state: StateIcon): ThemeIcon {
  const [icon, color] = looks[state];
  return new ThemeIcon(icon, new ThemeColor(color));
}
