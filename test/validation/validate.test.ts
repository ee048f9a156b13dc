import { describe, expect, it } from 'vitest';
import { applyDefaults, type Typed } from '../../server/src/kubernetes/defaults/index.ts';
import { formatFieldError, invalid } from '../../server/src/validation/field-error.ts';
import { defineRule, type Site } from '../../server/src/validation/rule.ts';
import { rules } from '../../server/src/validation/rules/index.ts';
import { createValidator, type Finding } from '../../server/src/validation/validate.ts';
import { structure } from '../structure.ts';

/** A rule that complains about nothing and writes down where it was called. */
function spy(on: 'core.v1.Container' | 'meta.v1.ObjectMeta' | 'resource.Quantity'): {
  rule: ReturnType<typeof defineRule>;
  sites: Site[];
} {
  const sites: Site[] = [];
  const rule = defineRule({
    id: 'spy',
    covers: [],
    summary: '',
    docs: '',
    severity: 'error',
    on,
    check(_value, site) {
      sites.push(site);
      return [];
    },
  });
  return { rule, sites };
}

const pod = (spec: unknown): unknown => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec });
const text = (findings: readonly Finding[]): readonly string[] => findings.map(({ error }) => formatFieldError(error));

describe('walking an object', () => {
  it('calls a rule for each value of its type, with the types around it', () => {
    const { rule, sites } = spy('core.v1.Container');
    const template = {
      metadata: { labels: { app: 'web' } },
      spec: { initContainers: [{ name: 'a' }], containers: [{ name: 'b' }] },
    };
    const spec = { jobTemplate: { spec: { template } } };
    createValidator({ structure, rules: [rule] }).validateObject({ apiVersion: 'batch/v1', kind: 'CronJob', metadata: {}, spec });
    expect(sites.map(({ field }) => field).sort()).toEqual([
      'spec.jobTemplate.spec.template.spec.containers[0]',
      'spec.jobTemplate.spec.template.spec.initContainers[0]',
    ]);
    expect(sites[0]?.kind).toBe('batch/v1/CronJob');
    expect(sites[0]?.ancestors.map(({ type }) => type)).toEqual([
      'batch.v1.CronJob',
      'batch.v1.CronJobSpec',
      'batch.v1.JobTemplateSpec',
      'batch.v1.JobSpec',
      'core.v1.PodTemplateSpec',
      'core.v1.PodSpec',
    ]);
    expect(sites[0]?.at('ports', 1)).toEqual([...(sites[0]?.path ?? []), 'ports', 1]);
  });

  it('prints the keys of maps in brackets and the names of fields behind dots', () => {
    const { rule, sites } = spy('resource.Quantity');
    const resources = { limits: { 'nvidia.com/gpu': 1 } };
    createValidator({ structure, rules: [rule] }).validateObject(pod({ containers: [{ name: 'web', resources }] }));
    expect(sites.map(({ field }) => field)).toEqual(['spec.containers[0].resources.limits[nvidia.com/gpu]']);
  });

  it('does not look at the status, which the server drops', () => {
    const { rule, sites } = spy('resource.Quantity');
    const object = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'a' }, status: { capacity: { cpu: '1' } } };
    createValidator({ structure, rules: [rule] }).validateObject(object);
    expect(sites).toEqual([]);
  });

  it.each([
    undefined,
    null,
    1,
    'text',
    [],
    {},
    { apiVersion: 'v1' },
    { apiVersion: 'v9', kind: 'Pod' },
    { apiVersion: 1, kind: null },
  ])('has nothing to say of %j', (object) => {
    expect(createValidator({ structure, rules }).validateObject(object)).toEqual([]);
  });
});

describe('what the decoder makes of a manifest', () => {
  const validator = createValidator({ structure, rules });

  it('reads a null as a field that is missing, and in a list as an empty item', () => {
    const findings = text(validator.validateObject(pod({ restartPolicy: null, containers: [null] })));
    expect(findings).toContain('spec.containers[0].name: Required value');
    expect(findings).toContain('spec.containers[0].image: Required value');
  });

  it('reads a null in a map as an empty text', () => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', labels: { app: null } } };
    expect(validator.validateObject(object)).toEqual([]);
  });

  it('passes over values of the wrong type', () => {
    const containers = [{ name: 'web', image: 'nginx', ports: { http: 80 }, env: 'A=1', workingDir: 5 }];
    expect(validator.validateObject(pod({ containers, tolerations: { key: 1 }, nodeSelector: ['a'] }))).toEqual([]);
  });
});

describe('defaults', () => {
  const validator = createValidator({
    structure,
    rules,
    applyDefaults: (object) => applyDefaults(object as Typed & typeof object),
  });
  const resources = { limits: { memory: '-1' } };
  const object = pod({ containers: [{ name: 'web', image: 'nginx', resources }] });

  it('are there when the rules look, so that the server complains about requests that it copied from limits', () => {
    expect(validator.apiServerErrors(object).map(formatFieldError)).toEqual([
      'spec.containers[0].resources.limits[memory]: Invalid value: "-1": must be greater than or equal to 0',
      'spec.containers[0].resources.requests[memory]: Invalid value: "-1": must be greater than or equal to 0',
    ]);
  });

  it('put a complaint about a copied value where the value is written', () => {
    const findings = validator.validateObject(object);
    expect(text(findings)).toEqual([
      'spec.containers[0].resources.limits[memory]: Invalid value: "-1": must be greater than or equal to 0',
      'spec.containers[0].resources.requests[memory]: Invalid value: "-1": must be greater than or equal to 0',
    ]);
    const written = ['spec', 'containers', 0, 'resources', 'limits', 'memory'];
    expect(findings.map(({ error }) => error.path)).toEqual([written, written]);
  });
});

describe('the errors of the server', () => {
  it('leave out warnings', () => {
    const complaint = { covers: [], summary: '', docs: '', on: 'core.v1.Pod' as const };
    const warn = defineRule({
      ...complaint,
      id: 'a',
      severity: 'warning',
      check: (_pod, site) => [invalid(site.at('spec'), 1, 'odd')],
    });
    const refuse = defineRule({
      ...complaint,
      id: 'b',
      severity: 'error',
      check: (_pod, site) => [invalid(site.at('spec'), 2, 'bad')],
    });
    const validator = createValidator({ structure, rules: [warn, refuse] });
    expect(validator.validateObject(pod({})).map(({ severity }) => severity)).toEqual(['warning', 'error']);
    expect(validator.apiServerErrors(pod({})).map(formatFieldError)).toEqual(['spec: Invalid value: 2: bad']);
  });

  it('come in the order in which ValidatePodSpec makes them', () => {
    const containers = [
      { name: 'Web', volumeMounts: [{ name: 'data', mountPath: '/data' }], image: '' },
      { name: 'log', image: '' },
    ];
    const spec = { nodeName: 'A', restartPolicy: 'No', dnsPolicy: 'No', volumes: [{ emptyDir: {} }], containers, hostname: 'A' };
    const validator = createValidator({ structure, rules });
    expect(validator.apiServerErrors(pod(spec)).map(({ field }) => field)).toEqual([
      'spec.volumes[0].name',
      'spec.containers[0].name',
      'spec.containers[0].image',
      'spec.containers[0].volumeMounts[0].name',
      'spec.containers[1].image',
      'spec.restartPolicy',
      'spec.dnsPolicy',
      'spec.nodeName',
      'spec.hostname',
    ]);
  });
});
