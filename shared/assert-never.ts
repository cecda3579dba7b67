/** Ends an exhaustive switch: the compiler refuses it while a case is missing; at run time it names what came. */
export function assertNever(value: never, what: string): never {
  throw new Error(`${what}: unexpected ${JSON.stringify(value)}`);
}
