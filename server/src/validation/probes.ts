import type { Written } from './rule.ts';
import type { ApiTypes } from '../kubernetes/api.ts';
import { containerAround, containerListOf, isSidecar } from './pod-spec.ts';
import type { Site } from './rule.ts';

/** A probe or a lifecycle hook: what it does stands under one of these names, looked at in this order. */
export const handlerTypes = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;
export type HandlerType = (typeof handlerTypes)[number];

export type Handler = Written<ApiTypes['core.v1.Probe'] & ApiTypes['core.v1.LifecycleHandler']>;

export function handlersOf(handler: Handler): readonly HandlerType[] {
  return handlerTypes.filter((type) => handler[type] !== undefined);
}

/** The server looks into the first handler only. */
export function firstHandler(handler: Handler): HandlerType | undefined {
  return handlersOf(handler)[0];
}

/** Whether the server looks into the probes and hooks of the container around a site: it forbids them to the others. */
export function isProbed(site: Site): boolean {
  const list = containerListOf(site);
  const container = containerAround(site);
  return list === 'containers' || (list === 'initContainers' && container !== undefined && isSidecar(container));
}
