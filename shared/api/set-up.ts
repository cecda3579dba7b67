import { z } from 'zod';
import type { Deployment, Item } from '../model.ts';
import { call } from './call.ts';

export interface DeploymentRow {
  deployment: Deployment;
  itemName: string;
  /** In words. */
  target: string;
  /** How many computers its target holds; null where it cannot be said, and why. */
  holds: number | null;
  problem: string | null;
  /** False for a recommended one that waits to be adopted. */
  adopted: boolean;
}

export const setUpCalls = {
  'deployments.list': call<{ rows: DeploymentRow[] }>()(z.strictObject({})),
  'catalogue.list': call<{ items: Item[]; warnings: string[] }>()(z.strictObject({})),
};
