import { applyText, manifestProblems } from './manifests.ts';
import type { StepKind } from './step.ts';

/** Manifests in a file beside the scenario. */
export const applyFile: StepKind<'applyFile'> = {
  name: 'applyFile',
  problems(file, path, context) {
    const text = context.file(file);
    return text === undefined ? [{ path, message: `${file}: no such file` }] : manifestProblems(text, path);
  },
  run: (file, world) => applyText(world.files.get(file) ?? '', world),
};
