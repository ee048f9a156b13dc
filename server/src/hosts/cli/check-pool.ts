import { availableParallelism } from 'node:os';
import path from 'node:path';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { type FileDiagnostic, fileDiagnostics, type LanguageContext } from '../../language/service.ts';
import type { KubernetesVersion } from '../../schema/versions.ts';
import type { WorkspaceFile } from '../../workspace/index.ts';
import type { SourceFile } from './files.ts';

/** What a thread is given. All see the same files, in the same slices. */
export interface PoolWork {
  readonly pool: 'check';
  readonly schemas: string;
  readonly version: KubernetesVersion;
  /** CustomResourceDefinitions that are in none of the files. */
  readonly definitions: readonly unknown[];
  readonly files: readonly SourceFile[];
  readonly slices: readonly Slice[];
  /** The number of slices that somebody took up, and of those that threads have sent. */
  readonly counts: Int32Array;
  readonly port: MessagePort;
}

/** From one file to before another, by their numbers. */
export type Slice = readonly [from: number, to: number];

/** What a thread sends of a slice. */
export interface SliceReport {
  readonly slice: number;
  /** For each of its files. */
  readonly found: readonly (readonly FileDiagnostic[])[];
}

export const taken = 0;
export const sent = 1;

/** Below so many characters of manifests, other threads would start for longer than they help. */
const worthwhileLength = 600_000;
const sliceLength = 50_000;
const mostThreads = 8;
/** Threads that send nothing for so long send nothing more: what is missing is then done here. */
const patienceMs = 10_000;

/**
 * Judges files by themselves in as many threads as there are processors; this thread, which has the workspace to look at
 * first, takes its share when it is done with that. What is found does not depend on who found it.
 */
export class CheckPool {
  private readonly files: readonly SourceFile[];
  private readonly work: Omit<PoolWork, 'port'>;
  private readonly ports: MessagePort[] = [];
  private readonly found = new Map<string, readonly FileDiagnostic[]>();
  private isOver = false;

  /** Undefined where there is too little to do, or one processor to do it. */
  static start(
    files: readonly SourceFile[],
    schemas: string,
    version: KubernetesVersion,
    definitions: readonly unknown[],
  ): CheckPool | undefined {
    const length = files.reduce((sum, { text }) => sum + text.length, 0);
    const threads = Math.min(availableParallelism(), mostThreads, Math.floor(length / worthwhileLength) + 1) - 1;
    return threads > 0 ? new CheckPool({ files, schemas, version, definitions }, threads) : undefined;
  }

  private constructor(given: Pick<PoolWork, 'files' | 'schemas' | 'version' | 'definitions'>, threads: number) {
    this.files = given.files;
    const counts = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
    this.work = { pool: 'check', ...given, slices: slicesOf(given.files), counts };
    for (let index = 0; index < threads; index += 1) {
      const { port1, port2 } = new MessageChannel();
      const workerData: PoolWork = { ...this.work, port: port2 };
      const worker = new Worker(path.join(import.meta.dirname, 'cli.cjs'), { workerData, transferList: [port2] });
      // What it leaves undone is done here.
      worker.on('error', () => undefined);
      worker.unref();
      port1.unref();
      this.ports.push(port1);
    }
  }

  /** What one file says wrong by itself. The first question waits for all answers. */
  diagnostics(context: LanguageContext, file: WorkspaceFile): readonly FileDiagnostic[] {
    if (!this.isOver) this.finish(context);
    return this.found.get(file.uri) ?? fileDiagnostics(context, file);
  }

  private finish(context: LanguageContext): void {
    this.isOver = true;
    const { slices, counts } = this.work;
    let own = 0;
    for (let index = Atomics.add(counts, taken, 1); index < slices.length; index = Atomics.add(counts, taken, 1)) {
      for (const { path: uri } of this.filesOf(index)) {
        const file = context.workspace.file(uri);
        if (file) this.found.set(uri, fileDiagnostics(context, file));
      }
      own += 1;
    }
    this.await(slices.length - own);
    for (const port of this.ports) {
      for (let message = receiveMessageOnPort(port); message; message = receiveMessageOnPort(port)) {
        const { slice, found } = message.message as SliceReport;
        this.filesOf(slice).forEach(({ path: uri }, index) => this.found.set(uri, found[index] ?? []));
      }
      port.close();
    }
  }

  /** Sleeps until the threads have sent all that they took up. */
  private await(expected: number): void {
    const { counts } = this.work;
    for (let known = Atomics.load(counts, sent); known < expected; known = Atomics.load(counts, sent))
      if (Atomics.wait(counts, sent, known, patienceMs) === 'timed-out') return;
  }

  private filesOf(slice: number): readonly SourceFile[] {
    const [from, to] = this.work.slices[slice] ?? [0, 0];
    return this.files.slice(from, to);
  }
}

function slicesOf(files: readonly SourceFile[]): readonly Slice[] {
  const slices: Slice[] = [];
  let from = 0;
  let length = 0;
  files.forEach(({ text }, index) => {
    length += text.length;
    if (length < sliceLength && index + 1 < files.length) return;
    slices.push([from, index + 1]);
    from = index + 1;
    length = 0;
  });
  return slices;
}
