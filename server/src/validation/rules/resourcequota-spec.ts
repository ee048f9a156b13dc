import type { ApiTypes } from '../../kubernetes/api.ts';
import { formatQuantity, type ParsedQuantity } from '../../kubernetes/quantity.ts';
import { type FieldError, invalid, required } from '../field-error.ts';
import { negativeDetail } from '../numbers.ts';
import { resourceNameErrors } from '../resource-name-errors.ts';
import { isExtended, isStandard, quantitiesOf } from '../resource-names.ts';
import { defineRule, type Site, type Written } from '../rule.ts';

type Spec = Written<ApiTypes['core.v1.ResourceQuotaSpec']>;

const ofPods = ['pods', 'cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'];
/** What a quota may count within each scope. */
const countedIn: Readonly<Record<string, readonly string[]>> = {
  BestEffort: ['pods'],
  CrossNamespacePodAffinity: ofPods,
  NotBestEffort: ofPods,
  NotTerminating: ofPods,
  PriorityClass: ofPods,
  Terminating: ofPods,
  VolumeAttributesClass: ['persistentvolumeclaims', 'requests.storage'],
};
const onlyExists: ReadonlySet<string> = new Set([
  'BestEffort',
  'CrossNamespacePodAffinity',
  'NotBestEffort',
  'NotTerminating',
  'Terminating',
]);
const opposites = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
];
const wholeNumbers = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
];

const isQuotaResource = (name: string): boolean =>
  isStandard(name) && name !== 'storage' && !(name.startsWith('hugepages-') && name.includes('/'));

/** Source: pkg/apis/core/validation/validation.go (ValidateResourceQuotaSpec) */
export default defineRule({
  id: 'resourcequota-spec',
  covers: [],
  summary: 'A ResourceQuota limits resources that exist, in whole numbers where they are counted, within scopes that suit them.',
  docs: 'https://kubernetes.io/docs/concepts/policy/resource-quotas/',
  severity: 'error',
  on: 'core.v1.ResourceQuotaSpec',
  *check(spec, site) {
    for (const name of Object.keys(spec.hard ?? {})) {
      yield* resourceNameErrors(name, site.at('hard', name));
      if (!name.includes('/') && !isQuotaResource(name)) {
        yield invalid(site.at('hard', name), name, 'must be a standard resource for quota');
      }
    }
    for (const [name, quantity] of quantitiesOf(spec.hard)) {
      const path = site.at('hard', name);
      if (quantity.nano < 0n) yield invalid(path, formatQuantity(quantity), negativeDetail);
      const isCounted = wholeNumbers.includes(name) || isExtended(name);
      if (isCounted && !isWhole(quantity)) yield invalid(path, formatQuantity(quantity), 'must be an integer');
    }
    yield* scopeErrors(spec, site);
    yield* selectorErrors(spec, site);
  },
});

const unsuited = (scope: string, hard: Spec['hard']): boolean =>
  Object.keys(hard ?? {}).some((name) => isQuotaResource(name) && countedIn[scope]?.includes(name) === false);

const conflicts = (scopes: readonly string[]): boolean => opposites.some((pair) => pair.every((scope) => scopes.includes(scope)));

/** The API server names the list, not the item. */
function* scopeErrors({ scopes = [], hard }: Spec, site: Site): Iterable<FieldError> {
  const field = `${site.field}.scopes`;
  for (const [index, scope] of scopes.entries()) {
    const place = { path: site.at('scopes', index), field };
    if (!(scope in countedIn)) yield invalid(place, scopes, 'unsupported scope');
    if (unsuited(scope, hard)) yield invalid(place, scopes, 'unsupported scope applied to resource');
  }
  if (conflicts(scopes)) yield invalid(site.at('scopes'), scopes, 'conflicting scopes');
}

function* selectorErrors({ scopeSelector, scopes, hard }: Spec, site: Site): Iterable<FieldError> {
  const expressions = scopeSelector?.matchExpressions ?? [];
  const base = site.at('scopeSelector', 'matchExpressions');
  const field = `${site.field}.scopeSelector.matchExpressions`;
  for (const [index, expression] of expressions.entries()) {
    const { scopeName = '', operator = '', values = [] } = expression;
    const place = (name: string) => ({ path: [...base, index, name], field: `${field}.${name}` });
    if (!(scopeName in countedIn)) yield invalid(place('scopeName'), scopeName, 'unsupported scope');
    if (unsuited(scopeName, hard)) {
      yield invalid({ path: [...base, index], field }, printed(expressions), 'unsupported scope applied to resource');
    }
    if (onlyExists.has(scopeName) && operator !== 'Exists') {
      const scopeNames =
        'ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity';
      yield invalid(place('operator'), operator, `must be 'Exists' when scope is any of ${scopeNames}`);
    }
    yield* operatorErrors(operator, values, place);
  }
  if (conflicts(expressions.map(({ scopeName = '' }) => scopeName))) yield invalid(base, scopes ?? null, 'conflicting scopes');
}

type Expressions = NonNullable<NonNullable<Spec['scopeSelector']>['matchExpressions']>;

/** As Go prints the internal type. */
const printed = (expressions: Expressions): unknown => ({
  MatchExpressions: expressions.map(({ scopeName = '', operator = '', values }) => ({
    ScopeName: scopeName,
    Operator: operator,
    Values: values ?? null,
  })),
});

type PlaceOf = (name: string) => { readonly path: (string | number)[]; readonly field: string };

function* operatorErrors(operator: string, values: readonly string[], place: PlaceOf): Iterable<FieldError> {
  if (operator === 'In' || operator === 'NotIn') {
    const detail = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
    if (values.length === 0) yield required(place('values'), detail);
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    const detail = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
    if (values.length > 0) yield invalid(place('values'), values, detail);
  } else {
    yield invalid(place('operator'), operator, 'not a valid selector operator');
  }
}

/** Upstream counts thousandths in 64 bits: what overflows them is no integer either. */
function isWhole({ nano }: ParsedQuantity): boolean {
  return nano % 1_000_000_000n === 0n && nano / 1_000_000n < 2n ** 63n;
}
