import { z } from 'zod';
import type { Item } from '../model.ts';
import { call } from './call.ts';

export const catalogueCalls = {
  'catalogue.list': call<{ items: Item[]; warnings: string[] }>()(z.strictObject({})),
};
