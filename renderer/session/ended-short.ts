import type { ActionRecord } from '../../shared/record.ts';
import { isBad } from '../../shared/words.ts';

/** Whether a retry of the session takes this action. */
export const endedShort = ({ result, reason }: ActionRecord): boolean =>
  isBad(result) || result === 'cancelled' || result === 'unknown' || reason === 'connection-lost';
