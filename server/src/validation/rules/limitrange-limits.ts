import type { ApiTypes } from '../../kubernetes/api.ts';
import { qualifiedName } from '../../kubernetes/names.ts';
import type { FieldPath } from '../../kubernetes/path.ts';
import { compareQuantities, formatQuantity, type ParsedQuantity } from '../../kubernetes/quantity.ts';
import { duplicate, type FieldError, forbidden, invalid, required } from '../field-error.ts';
import { containerResourceErrors, resourceNameErrors } from '../resource-name-errors.ts';
import { isOvercommitAllowed, quantitiesOf } from '../resource-names.ts';
import { defineRule, type Written } from '../rule.ts';

type Item = Written<ApiTypes['core.v1.LimitRangeItem']>;

const types = ['Pod', 'Container', 'PersistentVolumeClaim'];
const lists = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;

/** Source: pkg/apis/core/validation/validation.go (ValidateLimitRange) */
export default defineRule({
  id: 'limitrange-limits',
  covers: [],
  summary: 'The limits of a LimitRange are of one type each, for resources that exist, and in order: minimum, defaults, maximum.',
  docs: 'https://kubernetes.io/docs/concepts/policy/limit-range/',
  severity: 'error',
  on: 'core.v1.LimitRangeSpec',
  *check({ limits = [] }, site) {
    const seen = new Set<string>();
    for (const [index, item] of limits.entries()) {
      const path = site.at('limits', index);
      const { type = '' } = item;
      yield* typeErrors(type, [...path, 'type']);
      if (seen.has(type)) yield duplicate([...path, 'type'], type);
      seen.add(type);
      yield* nameErrors(item, path);
      yield* storageErrors(item, path);
      yield* orderErrors(item, path);
    }
  },
});

function* typeErrors(type: string, path: FieldPath): Iterable<FieldError> {
  const complaints = qualifiedName(type);
  for (const complaint of complaints) yield invalid(path, type, complaint);
  if (complaints.length === 0 && !type.includes('/') && !types.includes(type)) {
    yield invalid(path, type, 'must be a standard limit type or fully qualified');
  }
}

function* nameErrors(item: Item, path: FieldPath): Iterable<FieldError> {
  const check = item.type === 'Pod' || item.type === 'Container' ? containerResourceErrors : resourceNameErrors;
  for (const list of lists) {
    const names = Object.keys(item[list] ?? {});
    if (item.type === 'Pod' && (list === 'default' || list === 'defaultRequest')) {
      if (names.length > 0) yield forbidden([...path, list], "may not be specified when `type` is 'Pod'");
    } else {
      for (const name of names) yield* check(name, [...path, list, name]);
    }
  }
}

function* storageErrors({ type, min = {}, max = {} }: Item, path: FieldPath): Iterable<FieldError> {
  if (type !== 'PersistentVolumeClaim' || 'storage' in min || 'storage' in max) return;
  yield required([...path, 'limits'], 'either minimum or maximum storage value is required, but neither was provided');
}

/** Which of two is shown where the order is broken is upstream's choice. */
function* orderErrors(item: Item, path: FieldPath): Iterable<FieldError> {
  const isPod = item.type === 'Pod';
  const [min, max, limits, requests, ratios] = [
    quantitiesOf(item.min),
    quantitiesOf(item.max),
    quantitiesOf(isPod ? {} : item.default),
    quantitiesOf(isPod ? {} : item.defaultRequest),
    quantitiesOf(item.maxLimitRequestRatio),
  ];
  for (const name of new Set([min, max, limits, requests, ratios].flatMap((list) => [...list.keys()]))) {
    const [low, high, limit, request] = [min.get(name), max.get(name), limits.get(name), requests.get(name)];
    const above = (one: Named, other: Named, list: string, shown: ParsedQuantity | undefined) =>
      orderError(one, other, [...path, list, name], shown);
    yield* above(['min value', low], ['max value', high], 'min', low);
    yield* above(['min value', low], ['default request value', request], 'defaultRequest', request);
    yield* above(['default request value', request], ['max value', high], 'defaultRequest', request);
    yield* above(['default request value', request], ['default limit value', limit], 'defaultRequest', request);
    yield* above(['min value', low], ['default value', limit], 'default', low);
    yield* above(['default value', limit], ['max value', high], 'default', high);
    yield* ratioErrors(ratios.get(name), low, high, [...path, 'maxLimitRequestRatio', name]);
    if (limit && request && !isOvercommitAllowed(name) && compareQuantities(limit, request) !== 0) {
      const detail = `default value ${formatQuantity(limit)} must equal to defaultRequest value ${formatQuantity(request)} in ${name}`;
      yield invalid([...path, 'defaultRequest', name], formatQuantity(request), detail);
    }
  }
}

type Named = readonly [string, ParsedQuantity | undefined];

function* orderError(
  [lowName, low]: Named,
  [highName, high]: Named,
  path: FieldPath,
  shown: ParsedQuantity | undefined,
): Iterable<FieldError> {
  if (!low || !high || !shown || compareQuantities(low, high) <= 0) return;
  const detail = `${lowName} ${formatQuantity(low)} is greater than ${highName} ${formatQuantity(high)}`;
  yield invalid(path, formatQuantity(shown), detail);
}

function* ratioErrors(
  ratio: ParsedQuantity | undefined,
  low: ParsedQuantity | undefined,
  high: ParsedQuantity | undefined,
  path: FieldPath,
): Iterable<FieldError> {
  if (!ratio) return;
  const shown = formatQuantity(ratio);
  if (ratio.nano < 1_000_000_000n) yield invalid(path, shown, `ratio ${shown} is less than 1`);
  if (!low || !high) return;
  const most = Number(high.nano) / Number(low.nano);
  if (Number(ratio.nano) / 1e9 > most) yield invalid(path, shown, `ratio ${shown} is greater than max/min = ${most.toFixed(6)}`);
}
