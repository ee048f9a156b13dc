import { type Connection, DidChangeConfigurationNotification, type InitializeParams } from 'vscode-languageserver/node';
import type { Settings } from '../../protocol.ts';

const section = 'drydock';

const defaults: Settings = { validate: true, severity: {}, seed: 1 };

/** The user's settings: asked for when the editor is ready, and again whenever they change. */
export class UserSettings {
  private known: Settings = defaults;
  private askable = false;
  private readonly listeners: ((settings: Settings, before: Settings) => void)[] = [];

  constructor(private readonly connection: Connection) {
    connection.onDidChangeConfiguration(() => {
      void this.ask();
    });
  }

  get current(): Settings {
    return this.known;
  }

  onChange(listener: (settings: Settings, before: Settings) => void): void {
    this.listeners.push(listener);
  }

  /** An editor that cannot be asked gets the defaults. */
  initialize({ capabilities }: InitializeParams): void {
    this.askable = capabilities.workspace?.configuration === true;
  }

  async start(): Promise<void> {
    if (!this.askable) return;
    await this.connection.client.register(DidChangeConfigurationNotification.type, { section });
    await this.ask();
  }

  private async ask(): Promise<void> {
    if (!this.askable) return;
    const answer = (await this.connection.workspace.getConfiguration(section)) as Partial<Settings> | null;
    const before = this.known;
    this.known = { ...defaults, ...answer };
    if (JSON.stringify(before) === JSON.stringify(this.known)) return;
    for (const listener of this.listeners) listener(this.known, before);
  }
}
