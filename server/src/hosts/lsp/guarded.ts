import type { Connection } from 'vscode-languageserver/node';

/** Runs one feature so that its failure is one message in the log, and never the end of the server. */
export function guarded<T>(connection: Connection, feature: string, fallback: T, run: () => T): T {
  try {
    return run();
  } catch (error) {
    connection.console.error(`${feature} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return fallback;
  }
}
