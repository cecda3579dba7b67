/** A copy without one of its fields. */
export function without<T extends object, K extends PropertyKey>(value: T, ...fields: K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !fields.includes(name as K))) as Omit<T, K>;
}
