import { addNode as add } from '../../cluster/accidents.ts';
import { readClusterFile } from '../../cluster/cluster-file.ts';
import { clusterProblems } from '../../validation/cluster-file.ts';
import type { StepOutcome } from '../world.ts';
import type { StepKind } from './step.ts';

/** New machines join, described as in a cluster file. */
export const addNode: StepKind<'addNode'> = {
  name: 'addNode',
  problems(entry, path) {
    const { count = 1 } = entry;
    if (count < 1) return [{ path: [...path, 'count'], message: 'at least one node joins' }];
    return clusterProblems({ nodes: [entry] }).map(({ path: [, , ...below], message }) => ({
      path: [...path, ...below],
      message,
    }));
  },
  run(entry, world): StepOutcome {
    const { nodes } = readClusterFile({ spec: { nodes: [entry] } });
    const results = nodes.map((node) => add(world.cluster, node, world.nodeCount++));
    return { refusals: results.filter(({ failed }) => failed).map(({ message }) => message) };
  },
};
