/** A moment of virtual time, in seconds since the cluster's start, as the tree and the panel print it. */
export function formatMoment(seconds: number): string {
  if (seconds < 100) return `${Math.round(seconds * 10) / 10} s`;
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const units = ['h', 'min', 's'];
  return parts.flatMap((value, index) => (value > 0 ? [`${value} ${units[index]}`] : [])).join(' ');
}
