const PREFIX = 'ROUNDS_SECRET_';

/**
 * Secrets that the window was started with: `lab-token` is `ROUNDS_SECRET_LAB_TOKEN`. They are taken out of the environment at
 * once, so that no process which is started later sees them.
 */
export function environmentSecrets(env: NodeJS.ProcessEnv): (name: string) => string | null {
  const taken = new Map<string, string>();
  for (const [name, value] of Object.entries(env)) {
    if (!name.toUpperCase().startsWith(PREFIX)) continue;
    delete env[name];
    if (value) taken.set(name.toUpperCase(), value);
  }
  return (name) => taken.get(PREFIX + Array.from(name.toUpperCase(), (letter) => (/[A-Z0-9]/.test(letter) ? letter : '_')).join('')) ?? null;
}
