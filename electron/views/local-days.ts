/** When each of so many local days begins, today the last; milliseconds since 1970. A day may have 23 or 25 hours. Pure. */
export function localDays(count: number, now: number): number[] {
  const today = new Date(now);
  return Array.from({ length: count }, (_, at) => new Date(today.getFullYear(), today.getMonth(), today.getDate() - (count - 1 - at)).getTime());
}
