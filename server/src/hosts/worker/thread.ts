import { Worker } from 'node:worker_threads';
import {
  type CancellationToken,
  createMessageConnection,
  type Disposable,
  type MessageConnection,
  PortMessageReader,
  PortMessageWriter,
} from 'vscode-jsonrpc/node';
import { type ConfigureParams, type WorkerSetup, workerNotifications, workerRequests } from './protocol.ts';

export interface ThreadOptions {
  /** The bundled worker. */
  readonly file: string;
  readonly schemas: string;
  /** Called once whenever the thread has died; the next request starts a new one with an empty cluster. */
  readonly onDeath: (reason: string) => void;
}

interface Running {
  readonly worker: Worker;
  readonly connection: MessageConnection;
}

/** The emulator's thread as seen from the language server: started on first use, and again after it has died. */
export class EmulatorThread {
  private running: Running | undefined;
  private configuration: ConfigureParams | undefined;
  private readonly cancel = new SharedArrayBuffer(4);
  private turn: Promise<unknown> = Promise.resolve();
  private onProgress: ((virtualSeconds: number) => void) | undefined;

  constructor(private readonly options: ThreadOptions) {}

  /** The cluster to start with. A running thread is given it at once; a later one when it starts. */
  async configure(configuration: ConfigureParams): Promise<void> {
    this.configuration = configuration;
    if (this.running) await configured(this.running, configuration);
  }

  /**
   * Sends a request; cancelling the token stops a running simulation where it stands. Requests that can be cancelled
   * wait for each other, so that each has the signal to itself.
   */
  async request<Result>(
    method: string,
    params: unknown,
    token?: CancellationToken,
    onProgress?: (virtualSeconds: number) => void,
  ): Promise<Result> {
    if (!token) return this.send(method, params);
    const turn = this.turn.then(() => this.send<Result>(method, params, token, onProgress));
    this.turn = turn.catch(() => undefined);
    return turn;
  }

  private async send<Result>(
    method: string,
    params: unknown,
    token?: CancellationToken,
    onProgress?: (virtualSeconds: number) => void,
  ): Promise<Result> {
    const { connection, worker } = this.start();
    const signal = new Int32Array(this.cancel);
    if (token) Atomics.store(signal, 0, token.isCancellationRequested ? 1 : 0);
    const listener: Disposable | undefined = token?.onCancellationRequested(() => Atomics.store(signal, 0, 1));
    if (onProgress) this.onProgress = onProgress;
    let died: ((reason: Error) => void) | undefined;
    const death = new Promise<never>((_, reject) => {
      died = (reason: Error) => {
        reject(reason);
      };
      worker.once('error', died);
    });
    try {
      return await Promise.race([connection.sendRequest<Result>(method, params), death]);
    } finally {
      listener?.dispose();
      if (onProgress) this.onProgress = undefined;
      if (died) worker.off('error', died);
    }
  }

  async dispose(): Promise<void> {
    const { running } = this;
    this.running = undefined;
    running?.connection.dispose();
    await running?.worker.terminate();
  }

  private start(): Running {
    if (this.running) return this.running;
    const setup: WorkerSetup = { schemas: this.options.schemas, cancel: this.cancel };
    const worker = new Worker(this.options.file, { workerData: setup });
    const connection = createMessageConnection(new PortMessageReader(worker), new PortMessageWriter(worker));
    connection.onNotification(workerNotifications.progress, (seconds: number) => this.onProgress?.(seconds));
    connection.listen();
    const running = { worker, connection };
    worker.once('error', (error) => {
      this.died(running, error.message);
    });
    worker.once('exit', (code) => {
      this.died(running, `exit code ${code}`);
    });
    this.running = running;
    if (this.configuration) void configured(running, this.configuration);
    return running;
  }

  private died(running: Running, reason: string): void {
    if (this.running !== running) return;
    this.running = undefined;
    running.connection.dispose();
    this.options.onDeath(reason);
  }
}

/** A thread that dies meanwhile says so itself, and its successor is configured anew. */
async function configured({ connection }: Running, configuration: ConfigureParams): Promise<void> {
  await connection.sendRequest(workerRequests.configure, configuration).catch(() => undefined);
}
