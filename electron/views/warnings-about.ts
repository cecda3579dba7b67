/** The warnings of a set-up that name one of these deployments; what else is doubtful in it is not this edit's matter. */
export function warningsAbout(names: readonly string[], warnings: readonly string[]): string[] {
  return warnings.filter((warning) => names.some((name) => warning.startsWith(`${name}: `) || warning.includes(`'${name}'`)));
}
