import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { clusterParts } from '../../server/src/preview/cluster-parts.ts';
import { readScenario } from '../../server/src/scenario/read.ts';
import { runScenario } from '../../server/src/scenario/run.ts';
import { createSchema } from '../../server/src/schema/index.ts';
import { parseYaml } from '../../server/src/yaml/index.ts';
import { brokenInvariants } from '../cluster/invariants/index.ts';
import { allStructures } from '../structures.ts';

const folder = import.meta.dirname;
const schema = createSchema(allStructures);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

/** What Kubernetes does, scenario by scenario: the same files are recorded against the real one. */
describe('scenarios', () => {
  it.each(files)('%s', (name) => {
    const [document] = parseYaml(readFileSync(path.join(folder, name), 'utf8'));
    const { scenario, problems } = readScenario(document?.value, schema, () => undefined);
    expect(problems).toEqual([]);
    if (!scenario) return;
    expect(`${scenario.name}.yaml`).toBe(name);
    // What is promised does not hang on how names and ties fall.
    for (const seed of [1, 2]) {
      const { result, trace } = runScenario(scenario, {
        schema,
        parts: ({ cluster }) => clusterParts(allStructures, cluster, seed),
      });
      expect(result.failures, `seed ${seed}`).toEqual([]);
      expect(result.expectations).toBeGreaterThan(0);
      expect(brokenInvariants(trace, { settled: false })).toEqual([]);
    }
  });

  it('covers every area', () => {
    const areas = new Set(files.map((name) => name.split('-')[0]));
    const all = ['deployment', 'replicaset', 'daemonset', 'statefulset', 'pod', 'scheduler', 'node', 'eviction', 'service', 'gc'];
    expect(all.filter((area) => !areas.has(area))).toEqual([]);
  });
});
