/** First of all modules: zod tries whether it may compile functions, which the policy forbids, and reports. */
import { config } from 'zod';

config({ jitless: true });
