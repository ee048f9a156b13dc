/** More pods than this on one emulated cluster only make the editor wait. */
const most = 5000;

/** What is wrong with a number of replicas that a user typed; undefined when nothing is. */
export function checkReplicas(text: string): string | undefined {
  if (!/^\d+$/.test(text.trim())) return 'A whole number, 0 or more.';
  if (Number(text) > most) return `At most ${most} on the built-in cluster.`;
  return undefined;
}
