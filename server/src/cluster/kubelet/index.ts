export { notModelled } from './behavior.ts';
export { createKubelet, failedSinceAnnotation } from './kubelet.ts';
export { crashContainer } from './runtime.ts';
