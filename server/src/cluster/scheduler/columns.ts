import type { NodeInfo } from './node-info.ts';

/**
 * Numbers of all nodes, one list for each sort, by the nodes' places: a search over thousands of nodes then runs through
 * memory in order. A list is made when first asked for, and kept up to date while pods are placed.
 */
export class Columns {
  private readonly capacities = new Map<string, Float64Array>();
  private readonly requests = new Map<string, Float64Array>();
  private readonly scored: ReadonlyMap<'cpu' | 'memory', Float64Array>;
  private readonly domainsByKey = new Map<string, Domains>();

  constructor(private readonly nodes: readonly NodeInfo[]) {
    this.scored = new Map([
      ['cpu', Float64Array.from(nodes, ({ scoredCpu }) => scoredCpu)],
      ['memory', Float64Array.from(nodes, ({ scoredMemory }) => scoredMemory)],
    ]);
  }

  /** What pods can have of a resource, in the units of resource amounts. */
  allocatable(resource: string): Float64Array {
    return columnOf(this.capacities, resource, this.nodes, ({ allocatable }) => allocatable[resource] ?? 0);
  }

  /** What the pods on the nodes request; of the resource `pods` each takes one. */
  requested(resource: string): Float64Array {
    return columnOf(this.requests, resource, this.nodes, ({ pods, requested }) =>
      resource === 'pods' ? pods.length : (requested[resource] ?? 0),
    );
  }

  /** Requests with what is assumed of containers that request nothing. */
  scoredRequests(resource: 'cpu' | 'memory'): Float64Array {
    return this.scored.get(resource) as Float64Array;
  }

  /** Which domain of a topology each node is in. */
  domains(topologyKey: string): Domains {
    const known = this.domainsByKey.get(topologyKey);
    if (known) return known;
    const domains = domainsOf(this.nodes, topologyKey);
    this.domainsByKey.set(topologyKey, domains);
    return domains;
  }

  /** A pod was placed; the node counts it already. */
  note(node: NodeInfo): void {
    const { place } = node;
    for (const [resource, column] of this.requests) {
      column[place] = resource === 'pods' ? node.pods.length : (node.requested[resource] ?? 0);
    }
    this.scoredRequests('cpu')[place] = node.scoredCpu;
    this.scoredRequests('memory')[place] = node.scoredMemory;
  }
}

/** The domains of one topology, numbered from 0. */
export interface Domains {
  readonly count: number;
  /** The number of each node's domain; nodes without the label share that of the empty value. */
  readonly of: Int32Array;
  /** 1 for nodes that have the label. */
  readonly isLabelled: Uint8Array;
}

function domainsOf(nodes: readonly NodeInfo[], topologyKey: string): Domains {
  const numbers = new Map<string, number>();
  const numberOf = (value: string): number => {
    const known = numbers.get(value) ?? numbers.size;
    numbers.set(value, known);
    return known;
  };
  const of = Int32Array.from(nodes, ({ labels }) => numberOf(labels[topologyKey] ?? ''));
  const isLabelled = Uint8Array.from(nodes, ({ labels }) => (labels[topologyKey] === undefined ? 0 : 1));
  return { count: numbers.size, of, isLabelled };
}

function columnOf(
  columns: Map<string, Float64Array>,
  name: string,
  nodes: readonly NodeInfo[],
  valueOf: (node: NodeInfo) => number,
): Float64Array {
  const known = columns.get(name);
  if (known) return known;
  const column = Float64Array.from(nodes, valueOf);
  columns.set(name, column);
  return column;
}
