import { type Connection, DidChangeConfigurationNotification, type InitializeParams } from 'vscode-languageserver/node';
import type { Settings } from '../../protocol.ts';
import { newestVersion, versionNamed } from '../../schema/versions.ts';

const section = 'drydock';

const defaults: Settings = {
  validate: true,
  severity: {},
  seed: 1,
  kubernetesVersion: newestVersion,
  compareWithCommitted: true,
};

/** The user's settings: asked for when the editor is ready, and again whenever they change. */
export class UserSettings {
  private known: Settings = defaults;
  /** An editor that cannot be asked gets the defaults. */
  private readonly askable: boolean;
  /** Settled once the settings are known. */
  ready: Promise<void> = Promise.resolve();
  private readonly listeners: ((settings: Settings, before: Settings) => void)[] = [];

  constructor(
    private readonly connection: Connection,
    { capabilities }: InitializeParams,
  ) {
    this.askable = capabilities.workspace?.configuration === true;
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

  start(): Promise<void> {
    this.ready = this.register();
    return this.ready;
  }

  private async register(): Promise<void> {
    if (!this.askable) return;
    await this.connection.client.register(DidChangeConfigurationNotification.type, { section }).catch(() => undefined);
    await this.ask();
  }

  private async ask(): Promise<void> {
    if (!this.askable) return;
    const answer: unknown = await this.connection.workspace.getConfiguration(section).catch(() => undefined);
    const before = this.known;
    this.known = settingsFrom(answer);
    if (JSON.stringify(before) === JSON.stringify(this.known)) return;
    for (const listener of this.listeners) listener(this.known, before);
  }
}

/** What has another type than the settings' declaration says is as if it were not set. */
function settingsFrom(answer: unknown): Settings {
  const { validate, severity, seed, kubernetesVersion, compareWithCommitted } = (answer ?? {}) as Partial<
    Record<keyof Settings, unknown>
  >;
  return {
    validate: typeof validate === 'boolean' ? validate : defaults.validate,
    severity: typeof severity === 'object' && severity !== null ? (severity as Settings['severity']) : defaults.severity,
    seed: typeof seed === 'number' && Number.isSafeInteger(seed) && seed >= 0 ? seed : defaults.seed,
    kubernetesVersion: versionNamed(kubernetesVersion) ?? defaults.kubernetesVersion,
    compareWithCommitted: typeof compareWithCommitted === 'boolean' ? compareWithCommitted : defaults.compareWithCommitted,
  };
}
