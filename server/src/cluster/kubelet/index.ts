export { notModelled } from './behavior.ts';
export { createKubelet } from './kubelet.ts';
export { crashContainer } from './runtime.ts';
