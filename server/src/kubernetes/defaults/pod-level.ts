import { compareQuantities, formatQuantity, type ParsedQuantity, quantityOf } from '../quantity.ts';
import { type Edit, inField, isObject, type Json, set } from './edit.ts';

type Amounts = ReadonlyMap<string, ParsedQuantity>;
type ListName = 'requests' | 'limits';

const isHugePages = (name: string): boolean => name.startsWith('hugepages-');
const isPodLevel = (name: string): boolean => name === 'cpu' || name === 'memory' || isHugePages(name);

/**
 * Completes the resources of a pod as a whole, where it has some, from those of its containers. The API server does so
 * when it creates a pod, after admission (feature gate PodLevelResourcesFixDefaulting, on in 1.37).
 * Source: pkg/api/pod/util.go (DefaultPodLevelResources)
 */
export const podLevelResources: Edit = (spec) =>
  inField('resources', (resources) => {
    const written = { requests: listOf(resources, 'requests'), limits: listOf(resources, 'limits') };
    if (Object.keys(written.requests).length + Object.keys(written.limits).length === 0) return resources;
    const ofContainers = { requests: aggregate(spec, 'requests'), limits: aggregate(spec, 'limits') };
    const hugePages = [...ofContainers.limits].filter(([name]) => isHugePages(name) && !(name in written.requests));
    const limits = fill(written.limits, hugePages);
    const fromContainers = [...ofContainers.requests].filter(([name]) => isPodLevel(name) && !isHugePages(name));
    const requested = fill(written.requests, fromContainers);
    const fromLimits = Object.entries(limits).filter(([name]) => isPodLevel(name) && !(name in requested));
    const requests = { ...requested, ...Object.fromEntries(fromLimits) };
    const completed = fill(limits, limitsFor(spec, requests, ofContainers.limits));
    return setList(setList(resources, 'limits', completed), 'requests', requests);
  })(spec);

function listOf(resources: Json, name: ListName): Json {
  const list = resources[name];
  return isObject(list) ? list : {};
}

function setList(resources: Json, name: ListName, list: Json): Json {
  const own = listOf(resources, name);
  return Object.keys(list).length === Object.keys(own).length ? resources : set(resources, name, list);
}

function fill(list: Json, amounts: readonly (readonly [string, ParsedQuantity])[]): Json {
  const missing = amounts.filter(([name]) => !(name in list));
  return { ...list, ...Object.fromEntries(missing.map(([name, amount]) => [name, formatQuantity(amount)])) };
}

/** A limit follows for what every container limits; it is never below the request. */
function limitsFor(spec: Json, requests: Json, limits: Amounts): readonly (readonly [string, ParsedQuantity])[] {
  const containers = ['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) => containersIn(spec, list));
  return [...limits].flatMap(([name, limit]) => {
    const isLimitedEverywhere = containers.every((container) => name in amountsOf(container, 'limits'));
    if (!(name in requests) || !isPodLevel(name) || !isLimitedEverywhere) return [];
    const request = quantityOf(requests[name] as string);
    return [[name, compareQuantities(request, limit) > 0 ? request : limit] as const];
  });
}

/** Containers and sidecars together, or the largest init container with the sidecars before it, whichever is more. */
function aggregate(spec: Json, list: ListName): Amounts {
  const total = new Map<string, ParsedQuantity>();
  const sidecars = new Map<string, ParsedQuantity>();
  const largestInit = new Map<string, ParsedQuantity>();
  for (const container of containersIn(spec, 'containers')) add(total, amountsOf(container, list));
  for (const container of containersIn(spec, 'initContainers')) {
    const own = new Map(sidecars);
    add(own, amountsOf(container, list));
    if (container.restartPolicy === 'Always') {
      add(total, amountsOf(container, list));
      add(sidecars, amountsOf(container, list));
    }
    raise(largestInit, own);
  }
  raise(total, largestInit);
  return total;
}

function containersIn(spec: Json, list: string): readonly Json[] {
  const containers: unknown = spec[list];
  return Array.isArray(containers) ? containers.filter(isObject) : [];
}

function amountsOf(container: Json, list: ListName): Json {
  return isObject(container.resources) ? listOf(container.resources, list) : {};
}

function add(total: Map<string, ParsedQuantity>, amounts: Json): void {
  for (const [name, written] of Object.entries(amounts)) {
    if (typeof written !== 'string' && typeof written !== 'number') continue;
    const amount = quantityOf(written);
    const known = total.get(name);
    total.set(name, known === undefined ? amount : { nano: known.nano + amount.nano, format: known.format });
  }
}

function raise(total: Map<string, ParsedQuantity>, amounts: Amounts): void {
  for (const [name, amount] of amounts) {
    const known = total.get(name);
    if (known === undefined || compareQuantities(amount, known) > 0) total.set(name, amount);
  }
}
