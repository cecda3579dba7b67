/** Reads `key=value` lines into facts. Empty values and lines that are none are left out; of a key that comes twice the first counts. */
export function parseFacts(output: string): Record<string, string> {
  const facts: Record<string, string> = {};
  for (const line of output.split('\n')) {
    const at = line.indexOf('=');
    const key = line.slice(0, at);
    const value = line.slice(at + 1).trim();
    if (at > 0 && /^[a-z][a-z0-9-]*$/.test(key) && value !== '' && !Object.hasOwn(facts, key)) facts[key] = value;
  }
  return facts;
}
