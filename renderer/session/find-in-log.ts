import { call } from '../bridge.ts';

const PAGE = 2000;
/** More hits than this help nobody. */
const MOST = 10_000;

/** The numbers of the lines that hold a text, whatever its case. */
export async function findInLog(session: string, n: number, total: number, text: string): Promise<number[]> {
  const wanted = text.toLowerCase();
  const found: number[] = [];
  for (let first = 0; first < total && found.length < MOST; first += PAGE) {
    const page = await call('sessions.log', { session, n, first, limit: PAGE });
    if (page.records.length === 0) break;
    for (const [at, record] of page.records.entries()) if (record.text.toLowerCase().includes(wanted)) found.push(page.first + at);
  }
  return found;
}
