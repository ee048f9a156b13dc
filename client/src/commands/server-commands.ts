import * as vscode from 'vscode';
import type { Server } from '../server.ts';
import { register } from './register.ts';

export function registerServerCommands(server: Server): vscode.Disposable {
  return vscode.Disposable.from(
    register('drydock.restartServer', () => server.restart()),
    register('drydock.showOutput', () => server.showOutput()),
  );
}
