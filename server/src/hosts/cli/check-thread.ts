import { isMainThread, workerData } from 'node:worker_threads';
import { createLanguageContext, fileDiagnostics } from '../../language/service.ts';
import { StructureFiles } from '../structure-file.ts';
import { type PoolWork, sent, type SliceReport, taken } from './check-pool.ts';

/** The work that this thread was started for; undefined in the command's own thread. */
export function poolWork(): PoolWork | undefined {
  const work = workerData as Partial<PoolWork> | null;
  return !isMainThread && work?.pool === 'check' ? (work as PoolWork) : undefined;
}

/** Takes up one slice after the other, until none is left. */
export function workForPool({ schemas, version, definitions, files, slices, counts, port }: PoolWork): void {
  const structures = new StructureFiles(schemas);
  const context = createLanguageContext(structures.of(version), () => ({}), structures.all);
  const { workspace } = context;
  // By what these define, the objects of all files are judged.
  context.define(definitions);
  const defining = files.filter(({ text }) => text.includes('CustomResourceDefinition'));
  for (const { path, text } of defining) workspace.set(path, text);
  context.learn();
  for (let slice = Atomics.add(counts, taken, 1); slice < slices.length; slice = Atomics.add(counts, taken, 1)) {
    const [from, to] = slices[slice] ?? [0, 0];
    const found = files.slice(from, to).map(({ path, text }) => {
      workspace.set(path, text);
      const file = workspace.file(path);
      const diagnostics = file ? fileDiagnostics(context, file) : [];
      if (!text.includes('CustomResourceDefinition')) workspace.remove(path);
      return diagnostics;
    });
    port.postMessage({ slice, found } satisfies SliceReport);
    Atomics.add(counts, sent, 1);
    Atomics.notify(counts, sent);
  }
  port.close();
}
