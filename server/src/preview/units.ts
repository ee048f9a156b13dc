/** `19.4 s`, `2 min 5 s`, `1 h 3 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds * 10) / 10} s`;
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const units = ['h', 'min', 's'];
  const named = parts.flatMap((value, index) => (value > 0 ? [`${value} ${units[index] ?? ''}`] : []));
  return named.slice(0, 2).join(' ');
}
