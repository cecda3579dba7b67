/** From a name to the addresses behind it, bounded, and such that one name that hangs does not hold up the others (P12). */
import { lookup } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { messageOf, outOfFiles } from '../../../shared/errors.ts';
import { cancelled, codeOf, connectFailure } from './failure.ts';
import { Limit } from './limit.ts';

/** The system's own way: hosts file, DNS, whatever it is set to. */
export type SystemLookup = (host: string) => Promise<string[]>;

/**
 * `getaddrinfo` runs on the thread pool, two at a time: two names that hang would hold up all others. After this time
 * (milliseconds) the name servers are asked directly as well, without the pool; whoever answers first with an address wins.
 */
const DIRECT_AFTER = 1_000;
const MAX_ADDRESSES = 16;

const systemLookup: SystemLookup = (host) =>
  new Promise((resolve, reject) => {
    lookup(host, { all: true, verbatim: true }, (error, addresses) => {
      if (error) reject(error);
      else resolve(addresses.map(({ address }) => address));
    });
  });

/**
 * The addresses of a host in the order in which to try them; an address is its own.
 * @throws RoundsError `connect/resolve-timeout` or `connect/name-not-found`.
 */
export async function resolveName(host: string, ms: number, signal?: AbortSignal, system: SystemLookup = systemLookup): Promise<string[]> {
  if (isIP(host) !== 0) return [host];
  if (!/^[^\s/\p{Cc}]{1,253}$/u.test(host)) {
    throw connectFailure('name-not-found', 'resolve', `'${host}' is no host name and no address`);
  }
  const limit = new Limit({
    ms,
    signal,
    expired: () => connectFailure('resolve-timeout', 'resolve', `The name ${host} was not resolved within ${ms} ms`),
    aborted: () => cancelled('resolve', host),
  });
  const resolver = new Resolver({ timeout: Math.max(1, Math.min(ms, 5_000)), tries: 2 });
  let timer: NodeJS.Timeout | undefined;
  const direct = new Promise<string[]>((resolve) => {
    timer = setTimeout(() => {
      void Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]).then((answers) => {
        const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
        // no address here proves nothing: the system may know the name from elsewhere
        if (found.length > 0) resolve(found);
      });
    }, DIRECT_AFTER);
  });
  try {
    const addresses = await limit.race(Promise.race([system(host), direct]));
    if (addresses.length === 0) throw connectFailure('name-not-found', 'resolve', `The name ${host} has no address`);
    return [...new Set(addresses)].slice(0, MAX_ADDRESSES);
  } catch (error) {
    throw notFound(error, host);
  } finally {
    clearTimeout(timer);
    limit.end();
    resolver.cancel();
  }
}

function notFound(error: unknown, host: string): unknown {
  if (outOfFiles(error)) return error;
  const code = codeOf(error);
  if (code === 'ENOTFOUND' || code === 'ENODATA') return connectFailure('name-not-found', 'resolve', `No address is known for ${host}`, {}, error);
  if (code === 'EAI_AGAIN') {
    const advice = 'Check the DNS and the network of this workstation.';
    return connectFailure('resolve-timeout', 'resolve', `No name server answered for ${host}`, { advice, code }, error);
  }
  if (code !== '') return connectFailure('name-not-found', 'resolve', `The name ${host} could not be resolved: ${messageOf(error)}`, { code }, error);
  return error;
}
