/**
 * On a Node whose machine is down: since when (RFC 3339). Its kubelet does nothing at all, so its heartbeat stops. Read by
 * the kubelet emulation and the node lifecycle controller alone; nothing else may know before the grace period is over.
 */
export const failedSinceAnnotation = 'drydock.dev/failed-since';
